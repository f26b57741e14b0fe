import { waitFor } from '../support/waitFor.ts';
import { liveServer } from './support/liveServer.ts';
import { TutorialProgram } from './support/TutorialProgram.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

test('a mini program after a tutorial: list, room, stream, socket; a browser reads it and answers', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current, { title: 'Tea at five' });
  const viewer = await people.viewer(server.current, anchor.roomId);
  const program = new TutorialProgram(server.current.baseUrl);
  try {
    const [room] = await waitFor('the list', () => {
      const rooms = program.data.rooms as { id: string; title: string }[];
      return rooms.length > 0 ? rooms : undefined;
    });
    expect(room).toMatchObject({ id: anchor.roomId, title: 'Tea at five' });

    program.press('enter', anchor.roomId);
    // In the same moment: the socket is not open yet.
    program.confirm('chat', '大家好');
    program.confirm('chat', '我来了');
    const texts = viewer.page.getByTestId('chat-text');
    await expect(texts).toHaveText(['大家好', '我来了']);

    const src = await waitFor('where to play', () => program.data.src as string);
    const body = (await fetch(src)).body?.getReader();
    const { value } = (await body?.read()) ?? {};
    await body?.cancel();
    expect(Buffer.from(value ?? []).toString('latin1', 0, 3)).toBe('FLV');

    await viewer.by('chat-input').fill('欢迎');
    await viewer.by('chat-input').press('Enter');
    const read = () => (program.data.messages as { content: string }[]).map(({ content }) => content);
    await waitFor('the answer', () => read().includes('欢迎'));
    expect(read()).toEqual(['大家好', '我来了', '欢迎']);

    program.press('like');
    await expect(viewer.by('like')).toHaveAttribute('data-total', '1');
    await waitFor('the heart', () => program.data.likeCount === 1);
    program.press('gift', 'rose');
    await expect(viewer.page.getByTestId('chat-gift')).toHaveAttribute('data-gift', 'rose');
  } finally {
    program.close();
  }
  await viewer.leave();
  await anchor.end();
});
