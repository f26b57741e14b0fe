/** `2026-12-01T20:00`: what `<input type="datetime-local">` takes, in this computer's time zone. */
export function toLocalInput(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** A text without a zone is local time (ECMA-262). */
export function fromLocalInput(text: string): Date {
  return new Date(text);
}

/** The next full hour that is at least half an hour away: nobody announces the present. */
export function nextFullHour(now: Date): Date {
  const next = new Date(now.getTime() + 90 * 60_000);
  next.setMinutes(0, 0, 0);
  return next;
}
