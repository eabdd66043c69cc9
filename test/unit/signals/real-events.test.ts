import { describe, expect, it } from 'vitest';
import { eventsIn, ownIdOf, renderSignal, type SignalEvent } from '#shared/automation/signals/render-signal.ts';
import { signalMappingSchema } from '#shared/automation/signals/signal-mapping.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';

// In the shapes in which Canvas, Blackboard and Moodle put Caliper and events of their own on a
// bus; what they hold is made up.

const canvasGrade = `{
  "sensor": "http://school.instructure.com/", "sendTime": "2026-11-16T02:09:06.543Z",
  "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p1",
  "data": [{
    "@context": "http://purl.imsglobal.org/ctx/caliper/v1p1",
    "id": "urn:uuid:319f0132-0584-4efd-9489-000000000001", "type": "GradeEvent", "action": "Graded",
    "actor": { "id": "urn:instructure:canvas:user:21070000000000987", "type": "Person" },
    "object": {
      "id": "urn:instructure:canvas:submission:21070000000011086", "type": "Attempt",
      "extensions": { "com.instructure.canvas": { "grade": "5", "entity_id": 21070000000011086 } },
      "assignee": { "id": "urn:instructure:canvas:user:21070000000000048", "type": "Person",
        "extensions": { "com.instructure.canvas": { "sis_id": "ABC.123" } } },
      "assignable": { "id": "urn:instructure:canvas:assignment:355", "type": "AssignableDigitalResource" } },
    "generated": { "type": "Score", "maxScore": 10, "scoreGiven": 5, "scoredBy": "urn:instructure:canvas:user:21070000000000987" },
    "group": { "type": "CourseOffering", "extensions": { "com.instructure.canvas": { "context_type": "Course", "entity_id": "21070000000000565" } } },
    "membership": { "type": "Membership", "member": { "id": "urn:instructure:canvas:user:21070000000000987" }, "roles": ["Instructor"] },
    "eventTime": "2026-11-01T19:11:05.222Z" }] }`;

const blackboardGrade = `{
  "sensor": "54b54b42-dd02-42f8-88ed-07bd719bfb7c", "sendTime": "2026-01-05T07:55:48.048Z",
  "data": [{
    "@context": ["http://purl.imsglobal.org/ctx/caliper/v1p1", { "bb": "http://caliper.blackboard.com/" }],
    "type": "GradeEvent", "id": "F8C984E2-de73-4c0b-8183-779ab4149422", "action": "Graded",
    "actor": { "id": "https://bb.example.edu/applications/learn", "type": "SoftwareApplication" },
    "object": { "type": "Attempt", "assignee": { "type": "Person", "extensions": { "bb:user.id": "_12345_1", "bb:user.externalId": "S77" } } },
    "generated": { "type": "Score", "scoreGiven": 39.45205 },
    "group": { "type": "CourseOffering", "courseNumber": "BIO-101", "extensions": { "bb:course.id": "_12345_1" } },
    "eventTime": "2026-01-04T12:59:47.248Z", "extensions": {} }] }`;

const blackboardOld = `{
  "sensor": "df1b6234-73e8-45a4-b953-4066760dfbda", "sendTime": "2026-04-04T13:53:20.434Z",
  "data": [{
    "@context": "http://caliper.blackboard.com/ctx/caliper/v1/Context",
    "@type": "http://caliper.blackboard.com/caliper/v1/WikiEvent",
    "actor": { "@id": "https://bb.example.edu/users/92aa", "@type": "http://purl.imsglobal.org/caliper/v1/lis/Person",
      "name": null, "extensions": { "bb:user.id": "_367_1", "bb:user.externalId": "jstudent9" } },
    "action": "http://caliper.blackboard.com/vocab/caliper/v1/action#Create" }] }`;

const bareActor = `{
  "sensor": "https://moodle.example.edu", "sendTime": "2026-11-15T11:05:01.000Z",
  "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p2",
  "data": [
    { "@context": ["http://purl.imsglobal.org/ctx/caliper/v1p2"], "id": "https://moodle.example.edu/user/view.php?id=7", "type": "Person",
      "otherIdentifiers": [{ "type": "SystemIdentifier", "identifierType": "SisSourcedId", "identifier": 74140000000965463 }] },
    { "id": "urn:uuid:7e10e4f3-a0d8-4430-95bd-783ffae4d916", "type": "SessionEvent", "action": "LoggedIn",
      "actor": "https://moodle.example.edu/user/view.php?id=7", "eventTime": "2026-11-15T10:15:00.000Z" }] }`;

const canvasOwn = `{
  "metadata": { "user_sis_id": null, "user_id": 21070000000000001, "event_name": "course_grade_change", "event_time": "2026-12-11T16:26:34.552Z",
    "context_sis_source_id": "HIST-210" },
  "body": { "user_id": 21070000000000048, "current_score": 17.31, "old_current_score": 53.46, "workflow_state": "active" } }`;

const events = (json: string): SignalEvent[] =>
  eventsIn({ source: 'lms', detailType: 'any', detail: parseExactly(json), time: '2026-11-21T09:00:00Z' });

const mapping = (members: object = {}) =>
  signalMappingSchema.parse({
    name: 'Any',
    match: { field: 'event.source', op: 'is', value: 'lms' },
    observe: { grade: { value: 'x' } },
    ...members,
  });

const holds = (field: string, value: unknown, event: SignalEvent | undefined, op = 'is') =>
  evaluate({ field, op, value } as never, { event } as never, 0).held;

describe('[AL-12] [IN-3] events as LMSs send them', () => {
  it('[IN-3] a grading of Canvas is about who made the attempt, by their SIS id, and its ids keep their digits', () => {
    const [event] = events(canvasGrade);
    const { contactId, observed } = renderSignal(
      mapping({
        observe: {
          grade: {
            course: '{{ event.detail.group.extensions["com.instructure.canvas"].entity_id }}',
            value: '{{ event.detail.object.extensions["com.instructure.canvas"].entity_id }}',
          },
        },
      }),
      event as SignalEvent,
    );
    expect(contactId).toBe('ABC.123');
    expect(observed).toEqual([
      { kind: 'grade', course: '21070000000000565', value: '21070000000011086', at: '2026-11-01T19:11:05.222Z' },
    ]);
    const entity = 'event.detail.object.extensions["com.instructure.canvas"].entity_id';
    expect(holds(entity, '21070000000011086', event)).toBe(true);
    expect(holds(entity, '21070000000011085', event)).toBe(false);
    expect(holds('event.detail.generated.scoreGiven', 6, event, 'lt')).toBe(true);
  });

  it('[IN-3] one of Blackboard has an id without urn, and names with colons and dots', () => {
    const [event] = events(blackboardGrade);
    expect(renderSignal(mapping(), event as SignalEvent).contactId).toBe('S77');
    expect(ownIdOf(event as SignalEvent)).toBe('urn:uuid:f8c984e2-de73-4c0b-8183-779ab4149422');
    expect(holds('event.detail.group.extensions["bb:course.id"]', '_12345_1', event)).toBe(true);
    const said = renderSignal(
      mapping({ dedupeKey: '{{ event.detail.group.extensions["bb:course.id"] }}' }),
      event as SignalEvent,
    );
    expect(said.dedupeKey).toBe('_12345_1');
  });

  it('[IN-3] names of JSON-LD are reached in conditions and texts', () => {
    const [event] = events(blackboardOld);
    expect(holds('event.detail.@type', 'WikiEvent', event, 'ends-with')).toBe(true);
    const said = renderSignal(
      mapping({
        dedupeKey: '{{ event.detail.actor.@id | split: "/" | last }} {{ event.detail["@type"] | split: "/" | last }}',
      }),
      event as SignalEvent,
    );
    expect(said).toMatchObject({ contactId: 'jstudent9', dedupeKey: '92aa WikiEvent' });
  });

  it('[IN-3] an actor who is an address alone is looked up where the envelope describes it', () => {
    const [, event] = events(bareActor);
    expect(renderSignal(mapping(), event as SignalEvent).contactId).toBe('74140000000965463');
    expect(() => renderSignal(mapping(), { ...(event as SignalEvent), envelope: undefined })).toThrow(
      'whom it is about',
    );
    const byAddress = mapping({ contactId: '{{ event.detail.actor | split: "=" | last }}' });
    expect(renderSignal(byAddress, event as SignalEvent).contactId).toBe('7');
  });

  it('[IN-3] an event of Canvas in its own format is one plain event', () => {
    const [event, ...more] = events(canvasOwn);
    expect(more).toEqual([]);
    const one = mapping({
      contactId: '{{ event.detail.body.user_id }}',
      observe: {
        grade: {
          course: '{{ event.detail.metadata.context_sis_source_id }}',
          value: '{{ event.detail.body.current_score }}',
          at: '{{ event.detail.metadata.event_time }}',
        },
      },
    });
    expect(renderSignal(one, event as SignalEvent)).toMatchObject({
      contactId: '21070000000000048',
      observed: [{ course: 'HIST-210', value: 17.31, at: '2026-12-11T16:26:34.552Z' }],
    });
  });

  it('[AL-12] a plain id of somebody is not the id of the event', () => {
    expect(ownIdOf({ detail: { id: 'f8c984e2-de73-4c0b-8183-779ab4149422', name: 'Ada' } })).toBeUndefined();
  });

  it('[AL-12] what a mapping keeps of an event of 1 MB is at most 64 KB, and the reason says how much it was', () => {
    const words = 'x'.repeat(19_000);
    const detail = { contactId: 'S1', words, rest: 'y'.repeat(900_000) };
    const event = { source: 'lms', detailType: 'any', detail, time: '2026-11-21T09:00:00Z' };
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, '{{ event.detail.words }}']));
    const of = (count: number) =>
      mapping({ contactId: '{{ event.detail.contactId }}', alert: { type: 'attendance', fields: fields(count) } });
    expect(renderSignal(of(3), event).alert?.fields).toHaveProperty('f2');
    expect(() => renderSignal(of(4), event)).toThrow(/has 7\d{4} bytes; at most 65536 are kept/);
  });
});
