import { describe, expect, it } from 'vitest';
import { type Refusal, readRefusal, refusalOf } from './refusal';

describe('readRefusal', () => {
  const cases: readonly [status: number, sentence: string | null, refusal: Refusal][] = [
    [401, 'Bad request: invalid API key', { kind: 'key' }],
    [401, 'Service Account has expired', { kind: 'key' }],
    [401, null, { kind: 'not_grist', status: 401 }],
    [403, 'No view access', { kind: 'no_access' }],
    [403, 'No write access', { kind: 'no_access' }],
    [403, 'insufficient document access', { kind: 'no_access' }],
    [403, null, { kind: 'not_grist', status: 403 }],
    [
      403,
      'Blocked by table update access rules',
      { kind: 'rules', sentence: 'Blocked by table update access rules' },
    ],
    [
      403,
      'Blocked by table structure access rules',
      { kind: 'structure_rules', sentence: 'Blocked by table structure access rules' },
    ],
    [
      403,
      'Blocked by full structure access rules',
      { kind: 'structure_rules', sentence: 'Blocked by full structure access rules' },
    ],
    [
      403,
      "Blocked by access rules: 'AddTable' actions need uncomplicated access",
      { kind: 'rules', sentence: "Blocked by access rules: 'AddTable' actions need uncomplicated access" },
    ],
    [
      403,
      'Blocked by row read access rules (Dupont)',
      { kind: 'rules', sentence: 'Blocked by row read access rules' },
    ],
    [403, 'Cannot access attachment', { kind: 'sandbox', error: 'Attachment' }],
    [404, 'Attachment not found: 99', { kind: 'structure_changed' }],
    [404, 'document not found', { kind: 'no_document' }],
    [404, 'Document is deleted', { kind: 'in_trash' }],
    [404, 'not found: /api/docs/x/tables/T/records/list', { kind: 'no_endpoint' }],
    [404, 'Table not found "Demarche_1_dossiers"', { kind: 'structure_changed' }],
    [404, null, { kind: 'not_grist', status: 404 }],
    [413, 'request entity too large', { kind: 'too_large' }],
    [413, null, { kind: 'too_large' }],
    [429, 'Too many backlogged requests for document x - try again later?', { kind: 'backlogged' }],
    [429, null, { kind: 'backlogged' }],
    [429, 'Exceeded daily limit for document x', { kind: 'daily_limit' }],
    [500, 'Document is in delete-only mode', { kind: 'delete_only' }],
    [400, 'a slow statement resulted in a database interrupt', { kind: 'slow_query' }],
    [400, 'SQLITE_ERROR: no such column: r.nope', { kind: 'structure_changed' }],
    [400, 'SQLITE_ERROR: no such table: Nope', { kind: 'structure_changed' }],
    [500, "[Sandbox] KeyError 'nope'", { kind: 'structure_changed' }],
    [500, '[Sandbox] KeyError "\'get_record\' found no matching record"', { kind: 'structure_changed' }],
    [
      500,
      '[Sandbox] AssertionError docactions.[Bulk]UpdateRecord for non-existent record #999',
      { kind: 'structure_changed' },
    ],
    [400, 'Invalid row id 12', { kind: 'structure_changed' }],
    [500, "[Sandbox] ValueError Can't save value to formula column x", { kind: 'structure_changed' }],
    [500, '[Sandbox] ValueError Row ID too high', { kind: 'sandbox', error: 'ValueError' }],
    [400, '[Sandbox] Zoe is no date', { kind: 'sandbox', error: 'inconnue' }],
    [500, '[Sandbox] ', { kind: 'sandbox', error: 'inconnue' }],
    [400, 'Error manipulating data: [Sandbox] TypeError boom', { kind: 'sandbox', error: 'TypeError' }],
    [400, 'Invalid payload', { kind: 'sandbox', error: 'HTTP400' }],
    [500, '[Sandbox] PipeFromSandbox is closed', { kind: 'unavailable', status: 500 }],
    [500, 'Webhook queue is broken', { kind: 'unclear', status: 500 }],
    [500, null, { kind: 'not_grist', status: 500 }],
    [502, null, { kind: 'unavailable', status: 502 }],
    [503, null, { kind: 'unavailable', status: 503 }],
    [503, 'Document in flux - try again later', { kind: 'flux' }],
    [504, 'gateway timeout', { kind: 'unavailable', status: 504 }],
    [
      500,
      "Blocked by access rules: 'AddHiddenColumn' actions need uncomplicated access",
      {
        kind: 'rules',
        sentence: "Blocked by access rules: 'AddHiddenColumn' actions need uncomplicated access",
      },
    ],
  ];
  it.each(cases)('%i %j', (status, sentence, refusal) => {
    expect(readRefusal(status, sentence)).toEqual(refusal);
  });
});

describe('refusalOf', () => {
  it('says nothing of a success', () => {
    expect(refusalOf({ status: 200, text: () => '{"error":"no"}' })).toBeNull();
  });
  it.each([
    ['<html>Forbidden</html>', 'not_grist'],
    ['{"message":"Forbidden"}', 'not_grist'],
    ['{"error":{"code":1}}', 'not_grist'],
    ['null', 'not_grist'],
    ['{"error":"No view access"}', 'no_access'],
  ])('reads %s', (text, kind) => {
    expect(refusalOf({ status: 403, text: () => text })?.kind).toBe(kind);
  });
});
