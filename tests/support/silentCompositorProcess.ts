/** A compositor that is ready at once and never gives a tag. Shows nobody, and ends when it is told to. */

const send = (report: object) => process.send?.(report);

process.on('disconnect', () => process.exit());
process.on('message', (request: { type: string }) => {
  if (request.type === 'setScene') send({ type: 'ready' });
  if (request.type === 'finish') process.exit();
});
const stats = { frames: 0, framesLate: 0, framesDropped: 0, worstLatenessMs: 0, decoders: 0, restarts: 0 };
setInterval(() => send({ type: 'stats', stats }), 500);
