/** `繁 简|…`: each traditional character and its simplified ones, the usual one first. The package has no types for its dictionaries. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string;
  export default pairs;
}
