// Runs pytest inside Pyodide:
//   node in_pyodide.mjs SCRIPT_OF_PYODIDE LOCK_FILE FOLDER_WITH_PYTEST PROJECT TEST...
// The lock file of the folder is that of the site, so the library is the wheel that the site serves.
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, lockFileURL, modules, project, ...tests] = process.argv.slice(2);
process.on("uncaughtException", (error) => {
  console.error(`${error.name}: ${error.message ?? ""} ${error.errno ?? ""}`); // not Pyodide's source
  process.exit(1);
});
const { loadPyodide } = await import(pathToFileURL(pyodide));
const python = await loadPyodide({ indexURL: `${dirname(pyodide)}/`, lockFileURL, packages: ["actloss", "matplotlib", "packaging", "pygments"] });
for (const [folder, place] of [[modules, "/modules"], [project, "/project"]]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
}
python.globals.set("tests", tests);
const code = await python.runPythonAsync(`
    import os, sys
    os.chdir("/project")
    sys.dont_write_bytecode = True
    sys.path[:0] = ["/modules", "/project", "/project/tests", "/project/tests/library"]
    import pytest
    int(pytest.main(["-q", "--noconftest", "-W", "error", "-p", "no:cacheprovider", *tests.to_py()]))
`);
process.exit(code);
