"""How the register names what was destroyed."""

from portal.db.base import Base
from portal.privacy.inventory.presentation import until
from portal.privacy.retention.models import Destruction
from portal.privacy.retention.states import DestroyedFor
from portal.web.labels import label
from portal.web.words import gettext as _


def name_of_table(row: Destruction) -> str:
    """As the table calls itself today; one that is gone is told by its name."""
    table = Base.metadata.tables.get(row.table)
    return _(table.info["kept"].words) if table is not None else row.table


def basis_of(row: Destruction) -> str:
    """Whose wish it was, or the time that was over."""
    return until(row.retention) if row.why is DestroyedFor.TIME else label(row.why)
