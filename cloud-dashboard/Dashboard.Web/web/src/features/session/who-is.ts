import type { Session } from '../../shared/contract/generated/contract';
import { t } from './words';

export const roleName = (session: Session): string => session.isWall ? t('session.wall') : t(`role.${session.role}`);

/** Who is logged in and as what; a name that says the role already is not followed by it. */
export function whoIs(session: Session): string {
  const role = roleName(session);
  const user = session.isWall ? session.user.replace(/^wall:/, '') : session.user;
  return user.toLowerCase() === role.toLowerCase() ? user : t('session.who', { user, role });
}
