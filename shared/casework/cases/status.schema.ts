export const statusCategories = ['to-do', 'in-progress', 'resolved', 'cancelled'] as const;
export type StatusCategory = (typeof statusCategories)[number];
export const isClosedCategory = (category: StatusCategory): boolean =>
  category === 'resolved' || category === 'cancelled';
