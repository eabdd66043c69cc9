/**
 * What the agenda of a case has entries of: things below it that wait, the warning of a requester
 * who stays silent, and the closing that was announced to them.
 */
export const agendaKinds = ['task', 'question', 'appointment', 'activity', 'silence', 'closing'] as const;
