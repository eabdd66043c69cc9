import { describe, expect, it } from 'vitest';
import { compileEventPattern } from '#local/event-bus/pattern.ts';

// The examples of the EventBridge user guide ("Comparison operators for use in event patterns") and
// of AWS's event-ruler.
const envelope = {
  version: '0',
  id: 'ddddd4-aaaa-7777-4444-345dd43cc333',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '012345679012',
  time: '2017-10-02T16:24:49Z',
  region: 'us-east-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000'],
  detail: {
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    'instance-id': 'i-000000aaaaaa00000',
    state: 'running',
    FilePath: '/srv/lib/case.png',
    empty: '',
    nothing: null,
    yes: true,
    none: [],
    'c-nested': { c1: 100 },
    tags: ['urgent', 'first-year'],
  },
};

const detail = (fields: object) => ({ detail: fields });

type Row = [what: string, pattern: object, matches: boolean];

describe('An event pattern, as EventBridge matches it', () => {
  it.each<Row>([
    [
      'values of several fields',
      { 'detail-type': ['EC2 Instance State-change Notification'], source: ['aws.ec2'] },
      true,
    ],
    [
      'one field of several that differs',
      { 'detail-type': ['EC2 Instance State-change Notification'], source: ['aws.s3'] },
      false,
    ],
    ['one of the values', detail({ state: ['initializing', 'running'] }), true],
    ['the same text in another case', detail({ state: ['Running'] }), false],
    ['a number', detail({ 'c-count': [5] }), true],
    ['a number written as text', detail({ 'c-count': ['5'] }), false],
    ['a boolean', detail({ yes: [true] }), true],
    ['the other boolean', detail({ yes: [false] }), false],
    ['null', detail({ nothing: [null] }), true],
    ['null where the field is missing', detail({ missing: [null] }), false],
    ['null where the field is an empty text', detail({ empty: [null] }), false],
    ['an empty text', detail({ empty: [''] }), true],
    ['an empty text where the field is null', detail({ nothing: [''] }), false],
    [
      'a value that is an element of an array',
      { resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000'] },
      true,
    ],
    ['none of the elements of an array', detail({ tags: ['late'] }), false],
    ['an array that shares one element with the list', detail({ tags: ['late', 'urgent'] }), true],
    ['a field inside an object where the event has a value', detail({ state: { name: ['running'] } }), false],
    ['the path of a field with a dot in its name', { 'detail.state': ['running'] }, true],

    ['prefix', { time: [{ prefix: '2017-10-02' }] }, true],
    ['another prefix', { time: [{ prefix: '2018-' }] }, false],
    ['prefix on a number', detail({ 'c-count': [{ prefix: '5' }] }), false],
    ['prefix in another case', detail({ state: [{ prefix: 'RUN' }] }), false],
    ['prefix ignoring case', detail({ state: [{ prefix: { 'equals-ignore-case': 'RUN' } }] }), true],
    ['another prefix ignoring case', detail({ state: [{ prefix: { 'equals-ignore-case': 'STOP' } }] }), false],
    ['suffix', detail({ FilePath: [{ suffix: '.png' }] }), true],
    ['another suffix', detail({ FilePath: [{ suffix: '.jpg' }] }), false],
    ['suffix ignoring case', detail({ FilePath: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }), true],
    ['suffix in another case', detail({ FilePath: [{ suffix: '.PNG' }] }), false],
    ['equals-ignore-case', detail({ state: [{ 'equals-ignore-case': 'RUNNING' }] }), true],
    ['equals-ignore-case of a part only', detail({ state: [{ 'equals-ignore-case': 'RUN' }] }), false],

    ['wildcard in the middle', detail({ FilePath: [{ wildcard: '/srv/*.png' }] }), true],
    ['wildcard over nothing', detail({ state: [{ wildcard: 'running*' }] }), true],
    ['several wildcards', detail({ FilePath: [{ wildcard: '*/lib/*' }] }), true],
    ['a wildcard pattern that ends too early', detail({ FilePath: [{ wildcard: '/srv/*' + '/lib' }] }), false],
    [
      'characters that mean something to regular expressions',
      detail({ FilePath: [{ wildcard: '/srv/lib/case?png*' }] }),
      false,
    ],
    ['a dot that is only a dot', { time: [{ wildcard: '2017.10*' }] }, false],

    ['numeric =', detail({ 'x-limit': [{ numeric: ['=', 3.018e2] }] }), true],
    ['numeric <', detail({ 'd-count': [{ numeric: ['<', 3] }] }), false],
    ['numeric <=', detail({ 'd-count': [{ numeric: ['<=', 3] }] }), true],
    ['numeric >', detail({ 'c-count': [{ numeric: ['>', 4.9] }] }), true],
    ['numeric >=', detail({ 'c-count': [{ numeric: ['>=', 5.1] }] }), false],
    ['a numeric range', detail({ 'c-count': [{ numeric: ['>', 0, '<=', 5] }] }), true],
    ['beyond the end of a numeric range', detail({ 'c-count': [{ numeric: ['>', 0, '<', 5] }] }), false],
    ['numeric on a text', detail({ state: [{ numeric: ['>', 0] }] }), false],

    ['cidr', detail({ 'source-ip': [{ cidr: '10.0.0.0/24' }] }), true],
    ['cidr of another net', detail({ 'source-ip': [{ cidr: '10.0.1.0/24' }] }), false],
    ['cidr on a text that is no address', detail({ state: [{ cidr: '10.0.0.0/8' }] }), false],
    ['cidr of IPv6 on an IPv4 address', detail({ 'source-ip': [{ cidr: '::/0' }] }), false],

    ['exists', detail({ 'c-count': [{ exists: true }] }), true],
    ['exists on null', detail({ nothing: [{ exists: true }] }), true],
    ['exists on a missing field', detail({ missing: [{ exists: true }] }), false],
    ['exists on an object, which is no leaf', detail({ 'c-nested': [{ exists: true }] }), false],
    ['exists false on a missing field', detail({ missing: [{ exists: false }] }), true],
    ['exists false below a missing field', detail({ missing: { deeper: [{ exists: false }] } }), true],
    ['exists false on an object, which is no leaf', detail({ 'c-nested': [{ exists: false }] }), true],
    ['exists false on a field that is there', detail({ 'c-count': [{ exists: false }] }), false],
    ['exists false on an empty array', detail({ none: [{ exists: false }] }), true],
    ['missing or of a value: it is of the value', detail({ state: [{ exists: false }, 'running'] }), true],
    ['missing or of a value: it is of another', detail({ state: [{ exists: false }, 'stopped'] }), false],

    ['anything-but a text', detail({ state: [{ 'anything-but': 'initializing' }] }), true],
    ['anything-but the very text', detail({ state: [{ 'anything-but': 'running' }] }), false],
    ['anything-but a number', detail({ 'x-limit': [{ 'anything-but': 123 }] }), true],
    ['anything-but the very number', detail({ 'x-limit': [{ 'anything-but': 301.8 }] }), false],
    ['anything-but a list of texts', detail({ state: [{ 'anything-but': ['stopped', 'overloaded'] }] }), true],
    ['anything-but a list with the very text', detail({ state: [{ 'anything-but': ['stopped', 'running'] }] }), false],
    ['anything-but a list of numbers', detail({ 'x-limit': [{ 'anything-but': [100, 200, 300] }] }), true],
    ['anything-but on a missing field', detail({ missing: [{ 'anything-but': 'x' }] }), false],
    ['anything-but a text, on null', detail({ nothing: [{ 'anything-but': 'x' }] }), true],
    ['anything-but, on an array with another element', detail({ tags: [{ 'anything-but': 'urgent' }] }), true],
    ['anything-but a prefix', { region: [{ 'anything-but': { prefix: 'eu-' } }] }, true],
    ['anything-but the very prefix', { region: [{ 'anything-but': { prefix: 'us-' } }] }, false],
    ['anything-but prefixes', { region: [{ 'anything-but': { prefix: ['eu-', 'us-'] } }] }, false],
    ['anything-but a suffix', detail({ FilePath: [{ 'anything-but': { suffix: '.png' } }] }), false],
    ['anything-but suffixes', detail({ FilePath: [{ 'anything-but': { suffix: ['.jpg', '.gif'] } }] }), true],
    ['anything-but ignoring case', detail({ state: [{ 'anything-but': { 'equals-ignore-case': 'RUNNING' } }] }), false],
    [
      'anything-but several ignoring case',
      detail({ state: [{ 'anything-but': { 'equals-ignore-case': ['INITIALIZING', 'STOPPED'] } }] }),
      true,
    ],
    ['anything-but a wildcard', detail({ FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] }), false],
    ['anything-but wildcards', detail({ FilePath: [{ 'anything-but': { wildcard: ['*/bin/*', '*/tmp/*'] } }] }), true],

    [
      '$or with one that matches',
      { source: ['aws.ec2'], $or: [{ region: ['eu-west-1'] }, { detail: { state: ['running'] } }] },
      true,
    ],
    [
      '$or with none that matches',
      { source: ['aws.ec2'], $or: [{ region: ['eu-west-1'] }, { account: ['1'] }] },
      false,
    ],
    [
      '$or that matches beside a field that does not',
      { source: ['aws.s3'], $or: [{ region: ['us-east-1'] }, { account: ['1'] }] },
      false,
    ],
    ['$or below a field', detail({ $or: [{ state: ['stopped'] }, { 'c-count': [{ numeric: ['>', 4] }] }] }), true],
    [
      '$or inside $or',
      { $or: [{ region: ['x'] }, { source: ['aws.ec2'], $or: [{ account: ['1'] }, { version: ['0'] }] }] },
      true,
    ],
    ['two fields of one branch of $or', { $or: [{ region: ['x'] }, { source: ['aws.ec2'], account: ['1'] }] }, false],
  ])('%s', (_what, pattern, matches) => {
    expect(compileEventPattern(pattern)(envelope)).toBe(matches);
  });

  it.each([
    ['10.0.0.0/8', '10.200.3.4', true],
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['2001:db8::/32', '2001:db8:1::7', true],
    ['2001:db8::/32', '2001:db9::7', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', false],
  ])('the range %s holds the address %s: %s', (range, ip, matches) => {
    expect(compileEventPattern({ ip: [{ cidr: range }] })({ ip })).toBe(matches);
  });

  it.each([
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a\\\\*', 'a\\b', true],
    ['*', 'two\nlines', true],
  ])('the wildcard %s holds %j: %s', (wildcard, text, matches) => {
    expect(compileEventPattern({ text: [{ wildcard }] })({ text })).toBe(matches);
  });

  const employees = {
    employees: [
      [{ firstName: 'John', lastName: 'Doe' }],
      [
        { firstName: 'Anna', lastName: 'Smith', age: 30 },
        { firstName: 'Peter', lastName: 'Jones' },
      ],
    ],
  };

  it.each([
    ['one field of any object', { firstName: ['Anna'] }, true],
    ['two fields of one object', { firstName: ['Anna'], lastName: ['Smith'] }, true],
    ['two fields of two objects', { firstName: ['Anna'], lastName: ['Jones'] }, false],
    ['a second choice that fits where the first does not', { firstName: [{ prefix: '' }], lastName: ['Jones'] }, true],
    ['a field that is missing in all', { salary: [{ exists: false }] }, true],
    ['a field that is missing in some', { age: [{ exists: false }] }, false],
  ])('in an array of objects: %s', (_what, pattern, matches) => {
    expect(compileEventPattern({ employees: pattern })(employees)).toBe(matches);
  });

  it('takes $or for a field where EventBridge does, because a branch is named like an operator', () => {
    const matches = compileEventPattern({ $or: { prefix: ['a'] } });
    expect(matches({ $or: { prefix: 'a' } })).toBe(true);
    expect(matches({ prefix: 'a' })).toBe(false);
  });
});

describe('An event pattern that EventBridge would refuse is refused when it is loaded', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'an unknown operator',
      { detail: { state: [{ like: 'x' }] } },
      /detail\.state: EventBridge has no operator "like"/,
    ],
    ['a name that every object has', { state: [{ toString: 'x' }] }, /no operator "toString"/],
    ['a value outside a list', { source: 'caseward' }, /source: the values of a field must be given as a list/],
    ['an empty list', { source: [] }, /source: the list of values must not be empty/],
    ['an empty pattern', {}, /must not be empty/],
    ['an empty object', { detail: {} }, /detail: must not be empty/],
    ['no object', ['source'], /must be an object/],
    ['two operators in one entry', { a: [{ prefix: 'x', suffix: 'y' }] }, /a: one operator for each entry/],
    ['a list in a list', { a: [['x']] }, /a: a list inside a list/],
    ['prefix of a number', { a: [{ prefix: 5 }] }, /a\.prefix: must be a string/],
    ['prefix with another operator inside', { a: [{ prefix: { wildcard: 'x' } }] }, /a\.prefix: takes a string or/],
    ['exists of a text', { a: [{ exists: 'yes' }] }, /a\.exists: takes true or false/],
    ['numeric without a bound', { a: [{ numeric: ['>'] }] }, /a\.numeric: takes one comparison or two/],
    ['numeric with an unknown comparison', { a: [{ numeric: ['!=', 5] }] }, /"!=" is not one of/],
    ['numeric with a text', { a: [{ numeric: ['>', '5'] }] }, /the bound must be a number/],
    ['numeric beyond five thousand million', { a: [{ numeric: ['>', 5_000_000_001] }] }, /the bound must be a number/],
    ['a numeric range that is empty', { a: [{ numeric: ['>', 5, '<', 5] }] }, /a range goes from/],
    ['a numeric range the wrong way round', { a: [{ numeric: ['<', 5, '>', 0] }] }, /a range goes from/],
    ['cidr of no address', { a: [{ cidr: '10.0.0/8' }] }, /is not an IP range/],
    ['cidr with too long a prefix', { a: [{ cidr: '10.0.0.0/33' }] }, /is not an IP range/],
    ['wildcards in a row', { a: [{ wildcard: 'x**y' }] }, /two wildcards in a row/],
    ['a wildcard with a wrong escape', { a: [{ wildcard: 'x\\y' }] }, /only \* and \\ may be escaped/],
    ['anything-but of mixed values', { a: [{ 'anything-but': ['x', 5] }] }, /all strings or all numbers/],
    ['anything-but of nothing', { a: [{ 'anything-but': [] }] }, /all strings or all numbers/],
    ['anything-but numeric', { a: [{ 'anything-but': { numeric: ['>', 5] } }] }, /a\.anything-but: takes one of/],
    [
      'anything-but an empty prefix',
      { a: [{ 'anything-but': { prefix: '' } }] },
      /a\.anything-but\.prefix: must not be empty/,
    ],
    ['more than a thousand combinations', combinations(), /more than 1000 combinations of \$or/],
  ])('%s', (_what, pattern, message) => {
    expect(() => compileEventPattern(pattern)).toThrow(message);
  });
});

/** Ten fields side by side, each with two alternatives: 1,024 combinations. */
function combinations() {
  const fields = Array.from({ length: 10 }, (_, index) => [`f${index}`, { $or: [{ a: ['x'] }, { b: ['x'] }] }]);
  return Object.fromEntries(fields);
}
