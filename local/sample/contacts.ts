// Thirty students of the sample institution. Ten are first-years; each has an adviser.

const names = [
  'Sofia Marin',
  'Liam Okafor',
  'Mei Tanaka',
  'Noah Fischer',
  'Aisha Rahman',
  'Lucas Silva',
  'Ella Novak',
  'Omar Farouk',
  'Hannah Kim',
  'Mateo Rossi',
  'Zoe Dubois',
  'Ivan Petrov',
  'Priya Nair',
  'Jack Murphy',
  'Lena Schmidt',
  'Kofi Asante',
  'Maya Cohen',
  'Tom Becker',
  'Nora Lind',
  'Diego Vega',
  'Anna Kowalska',
  'Samir Haddad',
  'Grace Mwangi',
  'Felix Wagner',
  'Rosa Jimenez',
  'Arjun Mehta',
  'Chloe Bernard',
  'Eric Hansen',
  'Layla Aziz',
  'Peter Novotny',
];
const advisers = ['amara', 'ben', 'chloe'];
const firstYears = 10;

/** Contacts by id, as PUT /v1/contacts/{id} takes them. */
export const sampleContacts = names.map((name, index) => ({
  id: `S${101 + index}`,
  contact: {
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@students.example.edu`,
    attributes: { year: index < firstYears ? 1 : 2 + (index % 3) },
    labels: [index < firstYears ? 'first-year' : 'returning'],
    network: { adviser: { user: advisers[index % advisers.length] ?? 'amara' } },
    courses: [
      { code: 'MATH-101', instructor: 'grace' },
      { code: 'HIST-210', instructor: 'hugo' },
    ],
    language: 'en',
    timeZone: 'America/New_York',
  },
}));
