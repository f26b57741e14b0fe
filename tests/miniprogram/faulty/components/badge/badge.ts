export default Component({ properties: { count: Number } });
