// What Exchange writes before the subject of the mail that an absence note answers. Programs say in
// a header that nobody wrote it; some gateways drop that.
const prefixes = [
  'Automatic reply',
  'Automatische Antwort',
  'Automatisk svar',
  'Automatiskt svar',
  'Autosvar',
  'Automaattinen vastaus',
  'Automatisch antwoord',
  'Réponse automatique',
  'Respuesta automática',
  'Risposta automatica',
  'Resposta automática',
  'Odpowiedź automatyczna',
  'Automatická odpověď',
  'Automatická odpoveď',
  'Automatikus válasz',
  'Răspuns automat',
  'Αυτόματη απάντηση',
  'Автоматический ответ',
  'Автоматична відповідь',
  'Otomatik yanıt',
  'תשובה אוטומטית',
  'رد تلقائي',
  '自动答复',
  '自動回覆',
  '自動応答',
  '자동 회신',
] as const;

/** Whether a subject is that of an absence note. */
export const isAutomaticSubject = (subject: string): boolean => {
  const [before = '', ...rest] = subject.slice(0, 100).normalize('NFC').split(/[:：]/);
  return rest.length > 0 && prefixes.some((prefix) => prefix === before.trim());
};
