// What staff see first is asked for as one: the frame, and the page that most of them begin with.

export { StaffFrame } from '#console/app/staff-frame.tsx';
export { WorkPage } from '#console/work/work-page.tsx';
