import { useText } from '#console/i18n/use-text.ts';
import { EventsPanel } from '#console/local/events-panel.tsx';
import { FaultsPanel } from '#console/local/faults-panel.tsx';
import { InboxPanel } from '#console/local/inbox-panel.tsx';
import { LettersPanel } from '#console/local/letters-panel.tsx';
import { TravelPanel } from '#console/local/travel-panel.tsx';
import { Dialog } from '#console/ui/dialog.tsx';

const content = {
  inbox: InboxPanel,
  events: EventsPanel,
  letters: LettersPanel,
  faults: FaultsPanel,
  travel: TravelPanel,
};
export type Panel = keyof typeof content;

/** One of what only the local stack shows. */
export const PanelDialog = ({ panel, onClose }: { panel: Panel; onClose: () => void }) => {
  const text = useText();
  const Content = content[panel];
  return (
    <Dialog title={text(`local.${panel}`)} isOpen onClose={onClose} isWide>
      <Content onDone={onClose} />
    </Dialog>
  );
};
