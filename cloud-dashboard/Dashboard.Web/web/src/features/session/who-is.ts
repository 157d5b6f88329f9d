import type { Session } from '../../shared/contract/generated/contract';
import { t } from './words';

export const roleName = (session: Session): string => t(`role.${session.role}`);

/** Who is logged in and as what; a name that says the role already is not followed by it. */
export function whoIs(session: Session): string {
  const role = roleName(session);
  return session.user.toLowerCase() === role.toLowerCase() ? session.user : t('session.who', { user: session.user, role });
}
