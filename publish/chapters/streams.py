"""What a cell prints arrives in pieces; here they become one."""


def merged_streams(outputs):
    """How a kernel cuts printed text into pieces is a matter of timing."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged
