export default Page({
  data: { titel: 'as it should not be written', rooms: [{ id: '1', count: 3 }] },
  enter() {},
});
