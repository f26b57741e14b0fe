import { LayoutInForce } from '@lianmai/shared';

/** What a stream says about its picture, an object or JSON; null: nothing that this client understands. */
export function readLayout(message: unknown): LayoutInForce | null {
  const { data } = LayoutInForce.safeParse(typeof message === 'string' ? fromJson(message) : message);
  return data ?? null;
}

/** The same as JSON in UTF-8 in base64url, as an attribute of a playlist has to be. */
export function readEncodedLayout(attribute: string): LayoutInForce | null {
  try {
    const base64 = attribute.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return readLayout(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
