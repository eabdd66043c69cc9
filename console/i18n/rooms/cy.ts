import { joined } from '#console/i18n/rooms/joined.ts';

export default joined(import.meta.glob('../../*/messages/cy.json', { eager: true, import: 'default' }));
