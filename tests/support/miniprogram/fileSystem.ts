import { HostRefusal, hostCall } from './hostCall.ts';

/** What `wx.getFileSystemManager()` gives, of the files on a phone. */
export function fileSystem(files: ReadonlyMap<string, Uint8Array>) {
  return {
    readFile: hostCall('readFile', ({ filePath }: { filePath: string }) => {
      const file = files.get(filePath);
      if (!file) throw new HostRefusal(`no such file or directory, open "${filePath}"`);
      return { data: Uint8Array.from(file).buffer };
    }),
  };
}
