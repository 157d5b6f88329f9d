import { html, type TemplateResult } from 'lit';
import { filterNames } from '../features/alarms/filters';
import { statisticsNames } from '../features/alarms/statistics-page';
import { filterNames as auditFilters } from '../features/audit/filters';
import { mapEntries } from '../features/map/map-entries';
import { session } from '../features/session/session-state';
import { trendNames } from '../features/trends/view';
import { ofAllStations } from '../shared/api/role';
import type { Session } from '../shared/contract/generated/contract';
import {
  accountIcon, bellIcon, chartIcon, curveIcon, eventsIcon, keyIcon, mailIcon, mapIcon, recordIcon, stationsIcon, usersIcon,
} from '../shared/ui/icons';
import type { Entry, Route } from '../shared/ui/navigation';
import { Router, type Place } from './router';
import { t } from './words';
import '../features/alarms/alarms-page';
import '../features/audit/audit-page';
import '../features/diagram/diagram-page';
import '../features/events/events-page';
import '../features/notifications/notifications-page';
import '../features/session/account-page';
import '../features/stations/stations-page';
import '../features/tokens/tokens-page';
import '../features/trends/trends-page';
import '../features/users/users-page';

/** A page of the site. */
export interface Page extends Place {
  readonly icon: () => TemplateResult;
  /** What it is called where one goes to it. */
  readonly title: () => string;
  /** The same in the bar of a phone, which has room for one short word. */
  readonly short?: () => string;
  readonly element: (route: Route) => TemplateResult;
  /** Who may open it. The server decides the same for what the page asks of it. */
  readonly rights: readonly Session['role'][];
  /** Whether it is seldom opened: on a phone it stands in the sheet of settings, for the bar has no room. Such pages are the last. */
  readonly rare?: true;
  /** Whether what it shows is of no single station: a role for single ones is not enough. */
  readonly ofAll?: true;
  /** Whether it is of the user, whom a wall display has none of. */
  readonly noWall?: true;
  /** Whether it needs no station: it opens before there is one. */
  readonly noStation?: true;
  /** The ways to it in the rail; without them there is one. */
  readonly entries?: (route: Route, page: Page) => Entry[];
}

const everybody: Page['rights'] = ['viewer', 'operator', 'supervisor', 'engineer', 'administrator'];

/**
 * All pages, in their order in the rail: a page is added here and nowhere else. The first is where one begins; its ways stand above the
 * stations.
 */
export const pages: readonly [Page, ...Page[]] = [
  {
    name: 'diagram',
    path: '/diagram',
    query: ['screen'],
    icon: mapIcon,
    title: () => t('rail.map'),
    short: () => t('rail.mapShort'),
    element: (route) => html`<diagram-page .screen=${route.query?.['screen']}></diagram-page>`,
    rights: everybody,
    entries: mapEntries,
  },
  {
    name: 'alarms',
    path: '/alarms',
    query: filterNames,
    icon: bellIcon,
    title: () => t('rail.alarms'),
    element: (route) => html`<alarms-page .query=${route.query}></alarms-page>`,
    rights: everybody,
  },
  {
    name: 'trends',
    path: '/trends',
    query: trendNames,
    icon: curveIcon,
    title: () => t('rail.trends'),
    short: () => t('rail.trendsShort'),
    element: (route) => html`<trends-page .query=${route.query}></trends-page>`,
    rights: everybody,
  },
  {
    name: 'events',
    path: '/events',
    query: ['of'],
    icon: eventsIcon,
    title: () => t('rail.events'),
    element: (route) => html`<events-page .all=${route.query?.['of'] === 'all'}></events-page>`,
    rights: everybody,
  },
  {
    name: 'statistics',
    path: '/alarm-statistics',
    query: statisticsNames,
    icon: chartIcon,
    title: () => t('rail.statistics'),
    element: (route) => html`<statistics-page .query=${route.query}></statistics-page>`,
    rights: everybody,
    rare: true,
  },
  {
    name: 'stations',
    path: '/stations',
    query: [],
    icon: stationsIcon,
    title: () => t('rail.known'),
    short: () => t('rail.knownShort'),
    element: () => html`<stations-page></stations-page>`,
    rights: ['supervisor', 'engineer', 'administrator'],
    rare: true,
  },
  {
    name: 'account',
    path: '/account',
    query: [],
    icon: accountIcon,
    title: () => t('rail.account'),
    element: () => html`<account-page></account-page>`,
    rights: everybody,
    rare: true,
    noStation: true,
    noWall: true,
  },
  {
    name: 'users',
    path: '/users',
    query: [],
    icon: usersIcon,
    title: () => t('rail.users'),
    element: () => html`<users-page .self=${session.current.value?.user}></users-page>`,
    rights: ['administrator'],
    rare: true,
    noStation: true,
    ofAll: true,
  },
  {
    name: 'tokens',
    path: '/tokens',
    query: [],
    icon: keyIcon,
    title: () => t('rail.tokens'),
    element: () => html`<tokens-page></tokens-page>`,
    rights: ['administrator'],
    rare: true,
    noStation: true,
    ofAll: true,
  },
  {
    name: 'notifications',
    path: '/notifications',
    query: ['of'],
    icon: mailIcon,
    title: () => t('rail.notifications'),
    short: () => t('rail.notificationsShort'),
    element: (route) => html`<notifications-page .of=${route.query?.['of']}
      .manages=${['engineer', 'administrator'].includes(ofAllStations(session.current.value) ?? '')}></notifications-page>`,
    rights: ['supervisor', 'engineer', 'administrator'],
    rare: true,
    noStation: true,
    ofAll: true,
  },
  {
    name: 'audit',
    path: '/audit',
    query: auditFilters,
    icon: recordIcon,
    title: () => t('rail.audit'),
    element: (route) => html`<audit-page .query=${route.query}></audit-page>`,
    rights: ['supervisor', 'engineer', 'administrator'],
    rare: true,
    noStation: true,
    ofAll: true,
  },
];

/** What is of no single station needs a role for all of them. */
export const mayOpen = (page: Page, session: Session): boolean => {
  const role = page.ofAll ? ofAllStations(session) : session.role;
  return !(page.noWall && session.isWall) && role !== undefined && page.rights.includes(role);
};

/** The page of a route, else the first: of a page that one may not open, nothing is shown. */
export const pageOf = (route: Route, session: Session): Page =>
  pages.find((page) => page.name === route.page && mayOpen(page, session)) ?? pages[0];

/** The ways to a page in the rail. */
export const entriesOf = (page: Page, route: Route): Entry[] =>
  page.entries?.(route, page) ?? [{ id: page.name, text: page.title(), current: route.page === page.name }];

export const router = new Router(pages);
