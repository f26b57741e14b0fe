export type Scope = 'scope.camera' | 'scope.record';

/** WeChat asks its user once; after a refusal only its settings help. @returns whether it may be used */
export const authorized = (scope: Scope): Promise<boolean> =>
  wx.authorize({ scope }).then(
    () => true,
    () => false,
  );

/** Asks for the microphone, and for the camera where it is wanted. */
export async function askMediaRights(withVideo: boolean): Promise<boolean> {
  if (!(await authorized('scope.record'))) return false;
  return !withVideo || (await authorized('scope.camera'));
}
