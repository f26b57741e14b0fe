import type { Response } from 'express';

export type CsvCell = string | number | boolean | null;

/**
 * A table as RFC 4180 text, with a byte order mark, by which spreadsheets know UTF-8. What people have written and a spreadsheet would
 * take for a formula gets an apostrophe before it (OWASP, CSV injection): `=`, `+`, `-`, `@`, their full-width forms, tab and return.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(csvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

export function sendCsv(response: Response, name: string, text: string): void {
  // Ids are letters, digits, `_` and `-`: nothing to escape.
  response.set('Content-Disposition', `attachment; filename="${name}.csv"`);
  response.type('text/csv; charset=utf-8').send(text);
}

function csvCell(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell);
  if (cell === null) return '';
  const text = typeof cell === 'string' && looksLikeFormula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const looksLikeFormula = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
