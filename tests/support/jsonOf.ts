/** The body of an answer of our own server, taken at its word: what it says is checked by the test that asks. */
export async function jsonOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
