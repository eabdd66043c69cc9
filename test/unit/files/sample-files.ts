import type { CaseFile } from '#shared/casework/files/file.ts';
import { adviser } from '../cases/sample-cases.ts';

/** A file that is there, with members as a test wants them. */
export const fileThatIs = (members: Partial<CaseFile> = {}): CaseFile => ({
  id: '01KAG0000000000000000000F1',
  version: 1,
  createdAt: '2026-11-23T12:00:00.000Z',
  createdBy: adviser,
  updatedAt: '2026-11-23T12:00:00.000Z',
  name: 'photo.png',
  contentType: 'image/png',
  size: 70,
  private: false,
  state: 'stored',
  scan: 'none',
  announcedFor: '01KAG0000000000000000000C1',
  ...members,
});
