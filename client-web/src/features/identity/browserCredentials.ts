import { readStored, writeStored } from '../../app/storage.ts';
import type { CredentialStorage } from '../../sdk/index.ts';

const storageKey = 'lianmai.identity';

/** In localStorage, so that all tabs are the same person; in memory where the browser blocks that. */
export const browserCredentials: CredentialStorage = createCredentialStorage();

function createCredentialStorage(): CredentialStorage {
  let remembered: string | null = null;
  return {
    read: () => readStored(storageKey) ?? (isStorageBlocked() ? remembered : null),
    write: (value) => {
      remembered = value;
      writeStored(storageKey, value);
    },
    onWrittenElsewhere: (listener) => {
      const onStorage = ({ key, newValue }: StorageEvent) => {
        if (key === storageKey) listener(newValue);
      };
      window.addEventListener('storage', onStorage);
      return () => window.removeEventListener('storage', onStorage);
    },
  };
}

function isStorageBlocked(): boolean {
  try {
    localStorage.setItem(`${storageKey}.probe`, '');
    localStorage.removeItem(`${storageKey}.probe`);
    return false;
  } catch {
    return true;
  }
}
