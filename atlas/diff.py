"""Measures another release of a library and says in words what changed."""

from atlas import judge, measure, store


def main(name, pins):
    """pins: those of the other release, in place of the file's pins of the same packages."""
    own = measure.constant(name, "PINS")
    given = {package(pin): pin for pin in pins}
    changed = [given.pop(package(pin), pin) for pin in own]
    if given:
        raise SystemExit(f"{name} pins {', '.join(own)}; {', '.join(given)} is none of them")
    stored = store.read()
    if name not in stored["libraries"]:
        raise SystemExit(f"{name} was not measured yet: python -m atlas measure {name}")
    path = measure.BUILD / "answers" / f"{name}-other.json"
    path.unlink(missing_ok=True)
    answers = measure.ask(name, changed, path)
    other = {"points": stored["points"], "rows": list(stored["rows"]), "libraries": {}}
    store.add(other, name, answers)
    print("\n".join(said(name, stored, other)))
    return 0


def package(pin):
    return pin.split("==")[0].split("[")[0]


def said(name, old, new):
    """The changes, one line each."""
    before, after = old["libraries"][name], new["libraries"][name]
    yield f"{before['title']}: {versions(before)} against {versions(after)}"
    same = changes = 0
    for group in ("activations", "losses"):
        for thing in {**before[group], **after[group]}:
            for write in {**before[group].get(thing, {}), **after[group].get(thing, {})}:
                pair = [library[group].get(thing, {}).get(write) for library in (before, after)]
                if None in pair:
                    changes += 1
                    yield f"{write} answers {'only before' if pair[1] is None else 'only now'}"
                    continue
                lines = list(of_way(write, group, pair, (old["rows"], new["rows"])))
                changes += len(lines)
                same += not lines
                yield from lines
    for kind in ("guesses", "extra"):
        for entry, again in zip(before[kind], after[kind], strict=True):
            if shown(entry["got"]) == shown(again["got"]):
                same += 1
                continue
            changes += 1
            yield f"{entry['says']}: {shown(entry['got'])} before, {shown(again['got'])} now"
    yield f"{changes} changes; {same} lines answer as before, to four units of the last place"


def versions(library):
    return ", ".join(f"{k} {v}" for k, v in library["versions"].items())


def shown(got):
    return got if isinstance(got, str) else judge.several(float(v) for v in got)


def of_way(write, group, pair, rows):
    for dtype in pair[0]:
        if dtype not in pair[1]:
            yield f"{write} no longer takes {dtype}"
            continue
        one, two = pair[0][dtype], pair[1][dtype]
        if group == "activations":
            yield from of_answer(write, dtype, one, two, rows, None)
            continue
        for case in one:
            if case in two and ("error" in one[case]) != ("error" in two[case]):
                before, now = (a[case].get("error", "an answer") for a in (one, two))
                yield f"{write}, {case}, {dtype}: {before} before, {now} now"
            elif case in two and "error" not in one[case]:
                yield from of_answer(write, dtype, one[case], two[case], rows, case)


def of_answer(write, dtype, one, two, rows, case):
    """The first number that moved, and how many did."""
    for kind, what in (("values", ""), ("slopes", "slope ")):
        if kind not in one or kind not in two:
            if (kind in one) != (kind in two):
                became = "are gone" if kind in one else "are new"
                yield f"{write}, {case or dtype}: {kind} {became}"
            continue
        before, after = store.numbers(rows[0][one[kind]]), store.numbers(rows[1][two[kind]])
        if before.size != after.size:
            yield f"{write}, {case or ''}, {dtype}: {before.size} numbers before, {after.size} now"
            continue
        moved = judge.ulps(after, before, dtype) > 4
        if moved.any():
            index = int(moved.argmax())
            where = case or judge.point(index)
            others = f" ({moved.sum()} numbers moved)" if moved.sum() > 1 else ""
            was, now = judge.text(before[index], 7), judge.text(after[index], 7)
            yield f"{write}, {dtype}: {what}at {where} was {was}, is {now}{others}"
