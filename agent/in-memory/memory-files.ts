import type { Files } from '../ports.ts';

interface File {
  readonly kind: 'file';
  readonly id: number;
  readonly bytes: Uint8Array;
}
interface Link {
  readonly kind: 'link';
  readonly target: string;
}
/** Entries as processes see them, and as a disk would hold them after a power cut. */
interface Folder {
  readonly kind: 'folder';
  entries: Map<string, File | Link | Folder>;
  durable: Map<string, File | Link | Folder>;
}
type Entry = File | Link | Folder;

export interface MemoryFiles extends Files {
  /** What a power cut leaves: names as they were when their folder was last synced. */
  losePower(): void;
  /** Changes a file behind the agent's back, as somebody who tampers does. */
  tamper(path: string, bytes: Uint8Array): void;
}

const newFolder = (): Folder => ({ kind: 'folder', entries: new Map(), durable: new Map() });
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A folder in memory, for simulations and tests: links are followed on the way to a name, never at its end. */
export function memoryFiles(): MemoryFiles {
  const root = newFolder();
  let nextId = 1;

  const find = (path: string): Entry | undefined => {
    if (path === '.') return root;
    const folder = folderOf(path);
    return folder?.entries.get(nameOf(path));
  };
  const followed = (path: string): Entry | undefined => {
    const entry = find(path);
    return entry?.kind === 'link' ? find(entry.target) : entry;
  };
  const folderOf = (path: string): Folder | undefined => {
    const end = path.lastIndexOf('/');
    const entry = end < 0 ? root : followed(path.slice(0, end));
    return entry?.kind === 'folder' ? entry : undefined;
  };
  const mustFolderOf = (path: string): Folder => {
    const folder = folderOf(path);
    if (!folder) throw new Error(`no folder for ${path}`);
    return folder;
  };
  const write = (path: string, bytes: Uint8Array) => {
    mustFolderOf(path).entries.set(nameOf(path), { kind: 'file', id: nextId++, bytes });
  };

  return {
    read: async (path) => {
      const entry = find(path);
      return entry?.kind === 'file' ? entry.bytes : undefined;
    },
    write: async (path, bytes) => write(path, bytes),
    rename: async (from, to) => {
      const entry = find(from);
      if (!entry) throw new Error(`no such name: ${from}`);
      mustFolderOf(to).entries.set(nameOf(to), entry);
      mustFolderOf(from).entries.delete(nameOf(from));
    },
    symlink: async (target, path) => {
      mustFolderOf(path).entries.set(nameOf(path), { kind: 'link', target });
    },
    readLink: async (path) => {
      const entry = find(path);
      return entry?.kind === 'link' ? entry.target : undefined;
    },
    version: async (path) => {
      const entry = find(path);
      return entry?.kind === 'file' ? String(entry.id) : undefined;
    },
    list: async (path) => {
      const entry = followed(path);
      return entry?.kind === 'folder' ? [...entry.entries.keys()] : [];
    },
    remove: async (path) => {
      folderOf(path)?.entries.delete(nameOf(path));
    },
    makeFolder: async (path) => {
      const parts = path.split('/');
      for (let end = 1; end <= parts.length; end++) {
        const part = parts.slice(0, end).join('/');
        if (!find(part)) mustFolderOf(part).entries.set(nameOf(part), newFolder());
      }
    },
    syncFolder: async (path) => {
      const entry = find(path);
      if (entry?.kind !== 'folder') throw new Error(`no such folder: ${path}`);
      entry.durable = new Map(entry.entries);
    },
    losePower: () => {
      const fall = (folder: Folder): void => {
        folder.entries = new Map(folder.durable);
        for (const entry of folder.entries.values()) if (entry.kind === 'folder') fall(entry);
      };
      fall(root);
    },
    tamper: (path, bytes) => {
      if (find(path)?.kind !== 'file') throw new Error(`no such file: ${path}`);
      write(path, bytes);
    },
  };
}
