/** What going live needs of its user. */
export type Scope = 'scope.camera' | 'scope.record';

const needed: readonly Scope[] = ['scope.camera', 'scope.record'];

/**
 * Asks for what was never asked: a host asks once, and keeps a refusal until its user changes it in the settings.
 * @returns what is refused
 */
export async function askPermissions(): Promise<Scope[]> {
  const refused: Scope[] = [];
  const { authSetting } = await wx.getSetting();
  for (const scope of needed) {
    const said = (authSetting as Partial<Record<Scope, boolean>>)[scope];
    if (said === false || (said === undefined && !(await isGranted(scope)))) refused.push(scope);
  }
  return refused;
}

async function isGranted(scope: Scope): Promise<boolean> {
  try {
    await wx.authorize({ scope });
    return true;
  } catch {
    return false;
  }
}
