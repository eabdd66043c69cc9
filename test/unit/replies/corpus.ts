import { addressOfLink, newLink } from '#shared/access/portal-link.ts';
import { htmlOfText } from '#shared/mail/notifications/html.ts';
import type { Written } from '#shared/mail/replies/new-text.ts';
import { markedHtml } from '#shared/mail/replies/own-mark.ts';

// Answers as mail programs write them, with what they quote of a mail of ours.

export const { token } = newLink(
  { id: '01JD8W7K3FQ2M5N6P8R9S0T1V2', contactId: 'stella' },
  { via: 'mail', random: Buffer.alloc(32, 'ab~?'), lastsFor: 'P30D', at: Date.UTC(2026, 10, 23) },
);
export const link = addressOfLink('https://portal.campus.example', token);
export const subject = 'We have your request 2026-7K3F: My grade';
export const sender = 'no-reply@mail.campus.example';
export const address = 'stella.student@students.example';
export const who = `Stella Student <${address}>`;

/** A mail of ours as it is quoted. */
export interface Ours {
  text: string;
  html: string;
}

const text = `Hello Stella Student,

Thank you. We have received your request and will look into it.

Reference: 2026-7K3F
About: My grade

You can see how it is going and add to it here:
${link}
`;
/** As it was sent before mails had a mark, or as a program quotes it that leaves out the end. */
export const unmarked: Ours = { text, html: htmlOfText(text) };
const html = markedHtml(unmarked.html);
/** As it is sent; a program that quotes it as text makes that of the HTML. */
export const marked: Ours = { text: `${text}\n${/ref:[\w-]+/.exec(html)?.[0]}\n`, html };

export const bodyOf = (html: string): string => html.replace(/^[\s\S]*<body>|<\/body>[\s\S]*$/g, '');
export const escaped = (said: string): string => said.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
export const quotedBy = (mark: string, said: string): string =>
  said
    .trimEnd()
    .split('\n')
    .map((line) => `${mark}${line}`.trimEnd())
    .join('\n');

interface Program {
  name: string;
  /** What somebody writes above, in one or two paragraphs. */
  answer: (said: string, ours: Ours) => Written;
}

// Programs in which a line ends with a break.
const broken = (said: string): string => `<p>${said.split('\n').map(escaped).join('<br>')}</p>`;

const paragraphs = (said: string, open: string, close: string): string =>
  said
    .split('\n')
    .map((line) => `${open}${line === '' ? '&nbsp;' : escaped(line)}${close}`)
    .join('');

// What Outlook calls From, Sent, To and Subject, how it writes when, and what stands before the
// subject of an answer.
type Language = readonly [name: string, from: string, sent: string, to: string, about: string, at: string, re: string];
export const languages: readonly Language[] = [
  ['English', 'From:', 'Sent:', 'To:', 'Subject:', 'Monday, November 23, 2026 9:00 AM', 'RE:'],
  ['Danish', 'Fra:', 'Sendt:', 'Til:', 'Emne:', '23. november 2026 09:00', 'SV:'],
  ['Finnish', 'Lähettäjä:', 'Lähetetty:', 'Vastaanottaja:', 'Aihe:', 'maanantai 23. marraskuuta 2026 9.00', 'VS:'],
  ['Swedish', 'Från:', 'Skickat:', 'Till:', 'Ämne:', 'den 23 november 2026 09:00', 'SV:'],
  ['Norwegian', 'Fra:', 'Sendt:', 'Til:', 'Emne:', 'mandag 23. november 2026 09:00', 'SV:'],
  ['German', 'Von:', 'Gesendet:', 'An:', 'Betreff:', 'Montag, 23. November 2026 09:00', 'AW:'],
  ['French', 'De :', 'Envoyé :', 'À :', 'Objet :', 'lundi 23 novembre 2026 09:00', 'RE:'],
  ['Spanish', 'De:', 'Enviado el:', 'Para:', 'Asunto:', 'lunes, 23 de noviembre de 2026 9:00', 'RE:'],
  ['Italian', 'Da:', 'Inviato:', 'A:', 'Oggetto:', 'lunedì 23 novembre 2026 09:00', 'R:'],
  ['Dutch', 'Van:', 'Verzonden:', 'Aan:', 'Onderwerp:', 'maandag 23 november 2026 09:00', 'RE:'],
  ['Portuguese', 'De:', 'Enviada em:', 'Para:', 'Assunto:', 'segunda-feira, 23 de novembro de 2026 09:00', 'RES:'],
  ['Polish', 'Od:', 'Wysłano:', 'Do:', 'Temat:', 'poniedziałek, 23 listopada 2026 09:00', 'ODP:'],
  ['Czech', 'Od:', 'Odesláno:', 'Komu:', 'Předmět:', 'pondělí 23. listopadu 2026 9:00', 'RE:'],
  ['Hungarian', 'Feladó:', 'Elküldve:', 'Címzett:', 'Tárgy:', '2026. november 23., hétfő 9:00', 'RE:'],
  ['Romanian', 'De la:', 'Trimis:', 'Către:', 'Subiect:', 'luni, 23 noiembrie 2026 09:00', 'RE:'],
  ['Greek', 'Από:', 'Στάλθηκε:', 'Προς:', 'Θέμα:', 'Δευτέρα, 23 Νοεμβρίου 2026 9:00 πμ', 'ΑΠ:'],
  ['Russian', 'От:', 'Отправлено:', 'Кому:', 'Тема:', '23 ноября 2026 г. 9:00', 'НА:'],
  ['Ukrainian', 'Від:', 'Надіслано:', 'Кому:', 'Тема:', '23 листопада 2026 р. 9:00', 'НА:'],
  ['Turkish', 'Kimden:', 'Gönderildi:', 'Kime:', 'Konu:', '23 Kasım 2026 Pazartesi 09:00', 'YNT:'],
  ['Hebrew', 'מאת:', 'נשלח:', 'אל:', 'נושא:', 'יום שני 23 נובמבר 2026 09:00', 'תגובה:'],
  ['Arabic', 'من:', 'تم الإرسال:', 'إلى:', 'الموضوع:', '23 نوفمبر, 2026 09:00 ص', 'رد:'],
  ['Chinese', '发件人:', '发送时间:', '收件人:', '主题:', '2026年11月23日 9:00', '答复:'],
  ['Japanese', '差出人:', '送信日時:', '宛先:', '件名:', '2026年11月23日月曜日 9:00', 'RE:'],
  ['Korean', '보낸 사람:', '보낸 날짜:', '받는 사람:', '제목:', '2026년 11월 23일 월요일 오전 9:00', 'RE:'],
];

const headers = ([, from, sent, to, about, at]: Language): [string, string][] => [
  [from, `Caseward <${sender}>`],
  [sent, at],
  [to, who],
  [about, subject],
];

/** Outlook on a desk: text, as it is sent to somebody who reads no HTML. */
export const outlookText = (language: Language): Program => ({
  name: `Outlook in ${language[0]}, as text`,
  answer: (said, ours) => ({
    subject: `${language[6]} ${subject}`,
    text: `${said}\n\n${headers(language)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n')}\n\n${ours.text.replaceAll(link, `${link}<${link}>`)}\n`,
  }),
});

/** Outlook on a desk: HTML, as Word makes it. */
export const outlookHtml = (language: Language): Program => ({
  name: `Outlook in ${language[0]}`,
  answer: (said, ours) => ({
    subject: `${language[6]} ${subject}`,
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><style><!-- p.MsoNormal {margin:0in} --></style><!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]--></head><body lang="EN-US" link="#0563C1"><div class="WordSection1">${paragraphs(said, '<p class="MsoNormal">', '<o:p></o:p></p>')}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">${headers(
      language,
    )
      .map(([name, value]) => `<b>${name}</b> ${escaped(value)}`)
      .join(
        '<br>\r\n',
      )}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>${bodyOf(ours.html).replaceAll('<p>', '<p class="MsoNormal">')}</div></body></html>`,
  }),
});

/** Outlook on the web. */
export const outlookWeb = (language: Language): Program => ({
  name: `Outlook on the web in ${language[0]}`,
  answer: (said, ours) => ({
    subject: `${language[6]} ${subject}`,
    text: `${said}\n________________________________\n${headers(language)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n')}\n\n${ours.text}`,
    html: `<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">${paragraphs(said, '<div class="elementToProof" style="font-family: Calibri">', '</div>')}<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${headers(
      language,
    )
      .map(([name, value]) => `<b>${name}</b>&nbsp;${escaped(value)}`)
      .join('<br>')}</font><div>&nbsp;</div></div><div class="BodyFragment">${bodyOf(ours.html)}</div></body></html>`,
  }),
});

const gmailLines: readonly (readonly [string, string])[] = [
  ['English', `On Mon, Nov 23, 2026 at 9:00 AM Caseward <${sender}> wrote:`],
  ['English, name alone', 'On Mon, Nov 23, 2026 at 9:00 AM Caseward wrote:'],
  ['German, name alone', 'Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Caseward:'],
  ['Danish', `Den man. 23. nov. 2026 kl. 09.00 skrev Caseward <${sender}>:`],
  ['Finnish', `ma 23. marrask. 2026 klo 9.00 Caseward (${sender}) kirjoitti:`],
  ['Dutch', `Op ma 23 nov 2026 om 09:00 schreef Caseward <${sender}>:`],
  ['Hungarian', `Caseward <${sender}> ezt írta (időpont: 2026. nov. 23., H, 9:00):`],
  ['Japanese', `2026年11月23日(月) 9:00 Caseward <${sender}>:`],
  ['Korean', `2026년 11월 23일 (월) 오전 9:00, Caseward <${sender}>님이 작성:`],
  ['Chinese', `Caseward <${sender}> 于2026年11月23日周一 09:00写道：`],
  ['Turkish', `Caseward <${sender}>, 23 Kas 2026 Pzt, 09:00 tarihinde şunu yazdı:`],
  ['Polish', `pon., 23 lis 2026 o 09:00 Caseward <${sender}> napisał(a):`],
  [
    'Arabic',
    `\u202bفي الاثنين، ٢٣ نوفمبر ٢٠٢٦ في ٩:٠٠ ص تمت كتابة ما يلي بواسطة \u202aCaseward\u202c\u200f <\u202a${sender}\u202c\u200f>:\u202c`,
  ],
];

const gmail = gmailLines.flatMap(([language, line]): Program[] => [
  {
    name: `Gmail in ${language}`,
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\n${line}\n\n${quotedBy('> ', ours.text)}\n`,
      html: `<div dir="ltr">${paragraphs(said, '<div>', '</div>')}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(line)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${bodyOf(ours.html)}</blockquote></div>\n`,
    }),
  },
  {
    name: `Gmail in ${language}, as text that is wrapped`,
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\n${line.replace(/^(.{45,}?[ <])/u, '$1\n')}\n\n${quotedBy('> ', ours.text)}\n`,
    }),
  },
]);

const thunderbirdHead = `Am 23.11.26 um 09:00 schrieb Caseward:`;

/** Every program but Outlook, which has its languages. */
export const programs: readonly Program[] = [
  ...gmail,
  {
    name: 'Apple Mail',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\n> On 23 Nov 2026, at 09:00, Caseward <${sender}> wrote:\n> \n${quotedBy('> ', ours.text)}\n`,
      html: `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word;">${paragraphs(said, '<div>', '</div>')}<div><br><blockquote type="cite"><div>On 23 Nov 2026, at 09:00, Caseward &lt;${sender}&gt; wrote:</div><br class="Apple-interchange-newline"><div>${bodyOf(ours.html)}</div></blockquote></div><br></body></html>`,
    }),
  },
  {
    name: 'Mail on an iPhone',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<html><body dir="auto">${paragraphs(said, '<div>', '</div>')}<div dir="ltr"><br><blockquote type="cite">Den 23. nov. 2026 kl. 09.00 skrev Caseward &lt;${sender}&gt;:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${bodyOf(ours.html)}</div></blockquote></body></html>`,
    }),
  },
  {
    name: 'Thunderbird',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\n${thunderbirdHead}\n${quotedBy('> ', ours.text)}\n`,
      html: `<html><body>${broken(said)}<div class="moz-cite-prefix">${thunderbirdHead}<br></div><blockquote type="cite" cite="mid:0100@eu-west-1.amazonses.com">${bodyOf(ours.html)}</blockquote></body></html>`,
    }),
  },
  {
    name: 'Yahoo',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n    On Monday, November 23, 2026 at 09:00:00 AM GMT+1, Caseward <${sender}> wrote:  \n \n ${ours.text.replaceAll('\n', '\n ')}`,
      html: `<html><body><div class="ydp1a2b3cyahoo-style-wrap" style="font-family:Helvetica"><div></div>${paragraphs(said, '<div dir="ltr">', '</div>')}<div><br></div></div><div id="ydp9f8eyahoo_quoted_4711" class="ydp9f8eyahoo_quoted"><div style="font-family:Helvetica"><div>On Monday, November 23, 2026 at 09:00:00 AM GMT+1, Caseward &lt;${sender}&gt; wrote:</div><div><br></div><div><div id="ydp9f8e">${bodyOf(ours.html)}</div></div></div></div></body></html>`,
    }),
  },
  {
    name: 'Proton',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `${paragraphs(said, '<div style="font-family: Arial">', '</div>')}<div class="protonmail_quote">On Monday, November 23rd, 2026 at 9:00 AM, Caseward &lt;${sender}&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">${bodyOf(ours.html)}</blockquote><br></div>`,
    }),
  },
  {
    name: 'Zimbra',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<html><body><div style="font-family: arial">${paragraphs(said, '<div>', '</div>')}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px"><b>From: </b>"Caseward" &lt;${sender}&gt;<br><b>To: </b>"Stella" &lt;${address}&gt;<br><b>Sent: </b>Monday, November 23, 2026 9:00:00 AM<br><b>Subject: </b>${subject}<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px">${bodyOf(ours.html)}</blockquote></div></div></body></html>`,
    }),
  },
  {
    name: 'Lotus Notes',
    answer: (said, ours) => ({
      subject: `Antwort: ${subject}`,
      html: `${paragraphs(said, '<font size=2 face="sans-serif">', '</font><br>')}<br><br><br><font size=1 color=#5f5f5f face="sans-serif">Von: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">Caseward &lt;${sender}&gt;</font><br><font size=1 color=#5f5f5f>An: &nbsp; &nbsp;</font><font size=1>${escaped(who)}</font><br><font size=1 color=#5f5f5f>Datum: &nbsp;</font><font size=1>23.11.2026 09:00</font><br><font size=1 color=#5f5f5f>Betreff: &nbsp;</font><font size=1>${subject}</font><br><hr noshade><br><br>${bodyOf(ours.html)}`,
    }),
  },
  {
    name: 'GMX',
    answer: (said, ours) => ({
      subject: `Aw: ${subject}`,
      html: `<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">${paragraphs(said, '<div>', '</div>')}<div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Montag, 23. November 2026 um 09:00 Uhr<br/><b>Von:</b>&nbsp;"Caseward" &lt;${sender}&gt;<br/><b>An:</b>&nbsp;${address}<br/><b>Betreff:</b>&nbsp;${subject}</div><div name="quoted-content">${bodyOf(ours.html)}</div></div></div></div></body></html>`,
    }),
  },
  {
    name: 'Samsung, in Danish',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\n-------- Oprindelig meddelelse --------\nFra: Caseward <${sender}> \nDato: 23.11.2026  09.00  (GMT+01:00) \nTil: ${address} \nEmne: ${subject} \n\n${ours.text}`,
      html: `<html><body dir="auto">${paragraphs(said, '<div dir="auto">', '</div>')}<div><br></div><div style="font-size:100%;color:#000000" dir="auto"><!-- originalMessage --><div>-------- Oprindelig meddelelse --------</div><div>Fra: Caseward &lt;${sender}&gt; </div><div>Dato: 23.11.2026  09.00  (GMT+01:00) </div><div>Til: ${address} </div><div>Emne: ${subject} </div><div><br></div></div>${bodyOf(ours.html)}</body></html>`,
    }),
  },
  {
    name: 'K-9',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      text: `${said}\n\nAm 23. November 2026 09:00:00 MEZ schrieb Caseward <${sender}>:\n${quotedBy('>', ours.text)}\n`,
      html: `<!DOCTYPE html><html><body>${paragraphs(said, '<div dir="auto">', '</div>')}<br><br><div class="gmail_quote"><div dir="auto">Am 23. November 2026 09:00:00 MEZ schrieb Caseward &lt;${sender}&gt;:</div><blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;">${bodyOf(ours.html)}</blockquote></div></body></html>`,
    }),
  },
  {
    name: 'Outlook on a telephone',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<html><body>${paragraphs(said, '<div dir="ltr">', '</div>')}<div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message skipProofing"><hr style="display: inline-block; width: 98%;" tabindex="-1"><div id="divRplyFwdMsg" style="font-size: 11pt;"><b>Lähettäjä:</b> Caseward &lt;${sender}&gt;<br><b>Lähetetty:</b> maanantai, marraskuuta 23, 2026 9:00 ap.<br><b>Vastaanottaja:</b> ${escaped(who)}<br><b>Aihe:</b> ${subject}<br></div><br><div>${bodyOf(ours.html)}</div></div></body></html>`,
    }),
  },
  {
    name: 'Outlook for Mac',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<html><body>${paragraphs(said, '<div>', '</div>')}<div><br></div><span id="OLK_SRC_BODY_SECTION"><div style="font-family:Calibri; border-top: #b5c4df 1pt solid"><span style="font-weight:bold">From: </span> Caseward &lt;${sender}&gt;<br><span style="font-weight:bold">Date: </span> Monday, 23 November 2026 at 09:00<br><span style="font-weight:bold">To: </span> ${escaped(who)}<br><span style="font-weight:bold">Subject: </span> ${subject}<br></div><div><br></div>${bodyOf(ours.html)}</span></body></html>`,
    }),
  },
  {
    name: 'Roundcube',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<html><body>${broken(said)}<p id="reply-intro">Dne 2026-11-23 09:00, Caseward napsal:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div id="replybody1">${bodyOf(ours.html)}</div></blockquote></body></html>`,
    }),
  },
  {
    name: 'Mail.ru',
    answer: (said, ours) => ({
      subject: `Re: ${subject}`,
      html: `<HTML><BODY>${paragraphs(said, '<div>', '</div>')}<div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 23 ноября 2026, 9:00 +03:00 от Caseward &lt;${sender}&gt;:<br>&nbsp;<div id="">${bodyOf(ours.html)}</div></blockquote></BODY></HTML>`,
    }),
  },
  {
    name: 'QQ',
    answer: (said, ours) => ({
      subject: `回复：${subject}`,
      html: `${paragraphs(said, '<div>', '</div>')}<div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b> "Caseward" &lt;${sender}&gt;;</div><div><b>发送时间:</b>&nbsp;2026年11月23日(星期一) 上午9:00</div><div><b>收件人:</b>&nbsp;"${address}"&lt;${address}&gt;;</div><div><b>主题:</b>&nbsp;${subject}</div></div><div><br></div>${bodyOf(ours.html)}`,
    }),
  },
];
