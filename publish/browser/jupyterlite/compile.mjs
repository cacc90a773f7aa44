// Starts the Python of a folder, imports what a chapter's start imports, and writes these modules
// in their compiled form: those of its own library into OUTPUT/library, of packages OUTPUT/packages.
//   node compile.mjs FOLDER_WITH_PYODIDE OUTPUT PACKAGE...
import { pathToFileURL } from "node:url";

const [pyodide, output, ...packages] = process.argv.slice(2);
process.on("uncaughtException", (error) => {
  console.error(error.message ?? error); // without Pyodide's source
  process.exit(1);
});
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: pyodide, packages });
python.FS.mkdirTree("/output");
python.FS.mount(python.FS.filesystems.NODEFS, { root: output }, "/output");
await python.runPythonAsync(`
    import io, marshal, sys
    from importlib.util import MAGIC_NUMBER, cache_from_source
    from pathlib import Path

    import pyodide_kernel
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # which the kernel takes
    import actloss
    import matplotlib_inline.backend_inline
    import matplotlib.pyplot as plt

    for kind in ("png", "svg"):
        plt.figure().savefig(io.BytesIO(), format=kind)

    # The flag 1 says that nobody need compare the code with its source, whose hash would follow.
    HEADER = MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
    PACKAGES = Path(pyodide_kernel.__file__).parents[1]

    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if not spec or not spec.has_location or not spec.origin.endswith(".py"):
            continue
        archive = getattr(spec.loader, "archive", None)
        if archive:  # Python's own library is a zip
            target = Path("/output/library", spec.origin.removeprefix(archive + "/") + "c")
        else:
            compiled = cache_from_source(spec.origin)
            target = Path("/output/packages", Path(compiled).relative_to(PACKAGES))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(HEADER + marshal.dumps(spec.loader.get_code(spec.name)))
`);
