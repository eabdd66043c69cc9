import { describe, expect, it } from 'vitest';
import { withoutForeignLinks, withoutForeignWords, withoutLinks } from '#shared/mail/notifications/strangers-words.ts';

describe('[PO-2] [NT-1] what strangers write in a mail of ours', () => {
  it.each([
    ['Win at https://evil.example/x?y=1 today', 'Win at … today'],
    ['Go to evil.example/x, now', 'Go to … now'],
    ['www.evil', '…'],
    ['(WWW.evil.example)', '…'],
    ['write to mallory@evil.example', 'write to …'],
    ['[Your bank](http://192.0.2.1/login) waits', '[Your … waits'],
    ['10.1.2.3 is it', '… is it'],
    ['evil\u200b.exa\u00admple', '…'],
    ['evil\u3002example or evil\uff0eexample', '… or …'],
    ['\uff48ttps\uff1a//evil', '…'],
    ['call tel:+441234', 'call …'],
    ['sub.пример.рф', '…'],
  ])('is no link: %s', (text, shown) => expect(withoutLinks(text)).toBe(shown));

  it.each(['A lamp is out at gate 3.5, by 10.30 pm. It is dark!', 'e.g. there - "why?" (no)', 'Zeile\nzwei'])(
    'is what they wrote otherwise: %s',
    (text) => expect(withoutLinks(text)).toBe(text),
  );

  const values = {
    case: {
      reference: '7K3F-92QX-M',
      typeName: 'Hazard',
      subject: 'Look at evil.example',
      description: 'https://evil.example',
      fields: { where: 'evil.example', many: ['evil.example'] },
      onBehalfOf: { name: 'evil.example' },
      closure: { details: 'evil.example' },
    },
    contact: { name: 'evil.example', email: 'ned@town.example' },
    note: { text: 'Staff wrote https://ours.example' },
    links: { portal: 'https://portal.example/links/x' },
  };

  it('stays in a body but for its links; what staff and we write stays as it is', () => {
    const shown = withoutForeignLinks(values);
    expect(JSON.stringify(shown)).not.toContain('evil');
    expect(shown).toMatchObject({ case: { subject: 'Look at …', reference: '7K3F-92QX-M' } });
    expect(shown).toMatchObject({ note: values.note, links: values.links });
  });

  it('has no word in a subject: a case is called what it is', () => {
    const shown = withoutForeignWords(values);
    expect(shown).toEqual({
      case: { reference: '7K3F-92QX-M', typeName: 'Hazard', subject: 'Hazard' },
      note: values.note,
      links: values.links,
    });
  });
});
