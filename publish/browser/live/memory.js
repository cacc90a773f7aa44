// Python's memory right after its start, kept in the reader's browser: the next page begins with it
// and need not start Python from nothing. Where nothing can be stored, each page does.

// What NumPy and the kernel will import of Python's own library.
const PREPARED = "import _datetime, ctypes, html, numbers, pickle, platform, pprint, sysconfig";

// Each edition of these scripts, and each Python, has its own; a new one takes the old one's place.
const key = (python) => `${self.location.href}?${new URLSearchParams({ python })}`;
const store = () => caches.open(`Python of ${new URL(".", self.location)}`);

async function read(python) {
  const found = await (await store()).match(key(python));
  return found && new Uint8Array(await found.arrayBuffer());
}

async function write(python, memory) {
  const place = await store();
  for (const old of await place.keys()) await place.delete(old);
  await place.put(key(python), new Response(memory));
}

// The memory that was kept for the Python at this address, if there is one.
export const kept = (python) => read(python).catch(() => undefined); // no storage here

// Python without packages, with the memory that was kept; without one it is started and kept.
export async function startPython(loadPyodide, options, address, memory) {
  if (memory) {
    try {
      const python = await loadPyodide({ ...options, _loadSnapshot: memory });
      python.runPython("import random; random.seed()"); // else each page had the same numbers
      return python;
    } catch (error) {
      console.warn(error); // not what was kept
    }
  }
  const python = await loadPyodide({ ...options, _makeSnapshot: true });
  python.runPython(PREPARED);
  write(address, python.makeMemorySnapshot()).catch(console.warn);
  return python;
}
