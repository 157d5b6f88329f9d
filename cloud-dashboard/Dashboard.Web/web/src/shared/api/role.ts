import { computed, signal } from '@preact/signals-core';
import type { Session } from '../contract/generated/contract';

/** What the user who is logged in may do, as the server decides it too; undefined while nobody is. The session writes it. */
export const role = signal<Session['role'] | undefined>(undefined);

/** Whether the user may acknowledge and shelve. */
export const operates = computed(() => role.value !== undefined && role.value !== 'viewer');

/** Whether the user may take an alarm out of service. */
export const supervises = computed(() => role.value !== undefined && role.value !== 'viewer' && role.value !== 'operator');
