const authorized = (scope: string) =>
  wx.authorize({ scope }).then(
    () => true,
    () => false,
  );

/** Asks for the microphone, and for the camera where it is wanted. WeChat asks its user once; after a refusal only its settings help. */
export async function askMediaRights(withVideo: boolean): Promise<boolean> {
  if (!(await authorized('scope.record'))) return false;
  return !withVideo || (await authorized('scope.camera'));
}
