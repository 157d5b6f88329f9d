/** The shapes of the dashboard's API. They follow Edge.Contracts; absent means null. Times are RFC 3339, UTC. */

export type Quality = 'good' | 'stale' | 'bad';

export interface ElementMessage {
  text?: string;
  number?: number;
  decimals?: number;
  fill?: string;
  stroke?: string;
  quality: Quality;
  reason?: string;
  time: string;
}

export interface TagMessage {
  value?: number;
  raw?: number;
  unit?: string;
  quality: Quality;
  reason?: string;
  time?: string;
}

export interface EventMessage {
  epoch: string;
  seq: number;
  type: 'digital' | 'idle' | 'comms' | 'loss' | 'gateway' | 'operator';
  device?: string;
  ied: number;
  comaster?: number;
  finding?: string;
  tag?: string;
  description?: string;
  port?: number;
  bit?: number;
  state?: number;
  text?: string;
  alarmKind?: number;
  code?: number;
  motive?: number;
  channel?: number;
  count?: number;
  who?: string;
  action?: 'set' | 'acknowledge';
  attribute?: 'text' | 'fill' | 'stroke' | 'mark';
  dropped?: number;
  time: string;
  timeSource: 'device' | 'gateway';
  clock: 'synchronised' | 'unsynchronised' | 'ambiguous';
  received: string;
}

export interface SiteEvent extends EventMessage {
  site: string;
  key: string;
}

export interface EventsPage {
  events: SiteEvent[];
  next?: string;
}

export interface CatalogTag {
  tag: string;
  kind: 'digital' | 'analog';
  description: string;
  unit?: string;
  minimum?: number;
  maximum?: number;
  device: string;
  stateTexts?: string[];
}

export interface CatalogElement {
  tag: string;
  description: string;
  screen?: string;
  unit?: string;
}

export interface CatalogDevice {
  id: string;
  address: number;
  description: string;
}

export interface Catalog {
  site: string;
  name: string;
  timeZone: string;
  profile: string;
  devices: CatalogDevice[];
  tags: CatalogTag[];
  elements: CatalogElement[];
}

export interface FieldLink {
  device: string;
  up: boolean;
  since: string;
  lastAnswer?: string;
  reason?: string;
  silent?: string[];
}

export interface Screen {
  name: string;
  description: string;
  parent?: string;
  prefix: string;
  etag?: string;
}

export interface ProfileRefusal {
  time: string;
  reason: string;
}

export interface SiteSummary {
  site: string;
  name: string;
  timeZone?: string;
  status: 'online' | 'offline' | 'lost' | 'unknown';
  reason?: 'offline' | 'silent' | 'noState' | 'linkDown';
  since: string;
  lastHeard?: string;
  heartbeatSeconds?: number;
  software?: string;
  profile?: string;
  /** A newer profile that the gateway did not take; the one before goes on. */
  refused?: ProfileRefusal;
  field: FieldLink[];
  screens: Screen[];
  revision: number;
}

export interface SiteDetail {
  summary: SiteSummary;
  catalog?: Catalog;
}

export interface LinkUp {
  up: boolean;
  since: string;
  reason?: string;
}

export interface ServerStatus {
  version: string;
  time: string;
  broker: LinkUp & { mode: 'embedded' | 'external' };
  historian: LinkUp;
}

export interface Session {
  user: string;
  role: 'operator' | 'supervisor';
}

export type Delta<T> = Record<string, T | null>;

export interface Snapshot {
  summary: SiteSummary;
  elements: Record<string, ElementMessage>;
  tags: Record<string, TagMessage>;
  revision: number;
}
