import { authorized, type Scope } from '../../app/mediaRights';

/** What going live needs of its user. */
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
    if (said === false || (said === undefined && !(await authorized(scope)))) refused.push(scope);
  }
  return refused;
}
