// Prints the sources that Python compiles when a chapter starts:
//   node imports.mjs SCRIPT_OF_PYODIDE LOCK_FILE PACKAGE...
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, lockFileURL, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide));
const python = await loadPyodide({ indexURL: `${dirname(pyodide)}/`, lockFileURL, packages });
const compiled = await python.runPythonAsync(`
    import sys, zipimport
    from importlib.machinery import SourceFileLoader

    compiled = []

    def watch(loader, name, path):
        """Note the path, which is that function's second argument."""
        real = getattr(loader, name)

        def noted(*arguments, **options):
            compiled.append(str(arguments[path]))
            return real(*arguments, **options)

        setattr(loader, name, noted)

    watch(SourceFileLoader, "source_to_code", 2)
    watch(zipimport, "_compile_source", 0)
    import pyodide_kernel
    import actloss
    import matplotlib.pyplot
    "\\n".join(compiled)
`);
console.log(compiled);
