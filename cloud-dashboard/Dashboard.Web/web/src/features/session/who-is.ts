import { roleAt } from '../../shared/api/role';
import type { Session } from '../../shared/contract/generated/contract';
import { t } from './words';

/** What the user is: at a station the role there, else the highest. */
export const roleName = (session: Session, site?: string): string => session.isWall ? t('session.wall')
  : t(`role.${(site === undefined || !session.stations ? undefined : roleAt(site)) ?? session.role}`);

/** Who is logged in and as what; a name that says the role already is not followed by it. */
export function whoIs(session: Session, site?: string): string {
  const role = roleName(session, site);
  const user = session.isWall ? session.user.replace(/^wall:/, '') : session.user;
  return user.toLowerCase() === role.toLowerCase() ? user : t('session.who', { user, role });
}
