const maxLines = 50;
const maxLineLength = 500;

/** The last lines that a process wrote to its standard error. */
export class StderrTail {
  readonly #lines: string[] = [];
  #partialLine = '';

  push(text: string): void {
    const lines = (this.#partialLine + text).split(/[\r\n]+/);
    this.#partialLine = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) if (line) this.#lines.push(line.slice(0, maxLineLength));
    this.#lines.splice(0, this.#lines.length - maxLines);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}
