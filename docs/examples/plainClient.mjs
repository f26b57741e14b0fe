// A client of docs/protocol.md (C2) in 40 lines, with nothing of ours. Type what to say, or /like, or /gift rose.
// node docs/examples/plainClient.mjs [http://localhost:3000] [demo] [token]   (Node 22 and later; `npm run node -- docs/…` brings one)
import { createInterface } from 'node:readline';

const [server = 'http://localhost:3000', roomId = 'demo', token] = process.argv.slice(2);
const waiting = []; // said while there is no room to hear it
let place = token ? { token } : {}; // who we are there, and where we were: what resuming takes
let socket = null; // while joined

(function connect() {
  const address = `${server.replace(/^http/, 'ws')}/socket/room/${roomId}`;
  const opened = new WebSocket(`${address}?${new URLSearchParams(place)}`);
  opened.onmessage = ({ data }) => hear(JSON.parse(data), opened);
  opened.onclose = ({ code }) => {
    socket = null;
    if ([4400, 4401, 4403, 4404, 4409].includes(code)) process.exit(1); // it would only be refused again
    if (code === 4410) place = { token: place.token }; // our Session is over: in again as the same user
    setTimeout(connect, 300 + Math.random() * 700);
  };
})();

function hear(frame, from) {
  if (frame.type === 'notice' && frame.notice === 'guestAdmitted') place = { token: frame.data.token };
  if (frame.type === 'reply' && !frame.ok) console.error(frame.error.message);
  if (frame.id === 'join' && frame.ok) {
    const { sessionId, resumeKey, snapshot, missed } = frame.data;
    for (const event of missed ?? []) show(event);
    place = { token: place.token, sessionId, resumeKey, lastSeq: snapshot.seq };
    socket = from;
    for (const said of waiting.splice(0)) send(said);
  }
  for (const event of frame.type === 'event' ? [frame.event] : (frame.events ?? [])) show(event);
}

function show({ seq, type, data }) {
  place.lastSeq = seq;
  if (type === 'chatPosted') console.log(`${data.message.user.name}: ${data.message.content}`);
  if (type === 'likesAdded') console.log(`${data.total} likes`);
  if (type === 'giftSent') console.log(`${data.gift.giver.name} gives ${data.gift.gift.name.en}`);
}

const send = (frame) => (socket ? socket.send(JSON.stringify(frame)) : waiting.push(frame));
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === '/like') send({ type: 'like' });
  else if (line.startsWith('/gift ')) send({ type: 'gift', giftId: line.slice(6) });
  else send({ type: 'chat', content: line });
});
