"""What may be wrong with places, transfers, lots and bundles: a statement each that selects the ids of faulty rows."""

from typing import Final

MOVED_TWICE: Final = """
    SELECT DISTINCT l.line_id FROM (
        SELECT line_id, document_id, SUM(COALESCE(bundles, quantity)) AS moved FROM stock_move
        WHERE line_id IS NOT NULL AND document_kind = 'order'
        GROUP BY line_id, document_id, CASE WHEN bundle_id IS NULL THEN 0 ELSE sku_id END
    ) m JOIN order_line l ON l.line_id = m.line_id AND l.order_id = m.document_id WHERE ABS(m.moved) > ABS(l.quantity)
"""
TRANSFERS: Final = """
    SELECT MIN(move_id) FROM stock_move WHERE reason = 'transfer'
    GROUP BY document_kind, document_id, sku_id HAVING SUM(quantity) <> 0
"""
TRANSIT: Final = """
    SELECT MIN(m.move_id) FROM stock_move m JOIN warehouse w ON w.warehouse_id = m.warehouse_id AND w.kind = 'transit'
    LEFT JOIN transfer t ON t.transfer_id = m.document_id AND m.document_kind = 'transfer'
    GROUP BY m.document_kind, m.document_id, m.sku_id, t.state
    HAVING SUM(m.quantity) < 0 OR (SUM(m.quantity) <> 0 AND COALESCE(t.state, '') <> 'sent')
"""
RECEIVED: Final = """
    SELECT l.transfer_line_id FROM transfer_line l JOIN (
        SELECT m.line_id, SUM(m.quantity) AS pieces FROM stock_move m
        JOIN warehouse w ON w.warehouse_id = m.warehouse_id AND w.kind = 'transit'
        WHERE m.document_kind = 'transfer' GROUP BY m.line_id
    ) way ON way.line_id = l.transfer_line_id WHERE way.pieces > l.quantity - l.received OR l.received > l.quantity
"""
LOTS: Final = """
    SELECT lm.lot_move_id FROM lot_move lm JOIN stock_move m ON m.move_id = lm.move_id
    JOIN lot l ON l.lot_id = lm.lot_id
    WHERE l.sku_id <> m.sku_id
    UNION SELECT MIN(lm.lot_move_id) FROM lot_move lm JOIN stock_move m ON m.move_id = lm.move_id
    WHERE m.document_kind <> 'count' GROUP BY lm.move_id, m.quantity HAVING ABS(SUM(lm.quantity)) > ABS(m.quantity)
    UNION SELECT MIN(lm.lot_move_id) FROM lot_move lm JOIN stock_move m ON m.move_id = lm.move_id
    WHERE m.reverses_id IS NOT NULL
        OR m.move_id IN (SELECT r.reverses_id FROM stock_move r WHERE r.reverses_id IS NOT NULL)
    GROUP BY COALESCE(m.reverses_id, m.move_id), lm.lot_id HAVING SUM(lm.quantity) <> 0
"""
LOTS_OWED: Final = "SELECT lot_id FROM lot_move GROUP BY lot_id HAVING SUM(quantity) < 0"
BUNDLES: Final = """
    SELECT b.bundle_part_id FROM bundle_part b WHERE b.part_id = b.sku_id OR b.quantity <= 0
    OR EXISTS (SELECT 1 FROM bundle_part c WHERE c.sku_id = b.part_id)
"""
PLACES: Final = """
    SELECT w.warehouse_id FROM warehouse w LEFT JOIN warehouse p ON p.warehouse_id = w.parent_id
    WHERE (w.kind = 'warehouse' AND w.parent_id IS NOT NULL)
    OR (w.kind <> 'warehouse' AND COALESCE(p.kind, '') <> 'warehouse')
"""
HOMES: Final = """
    SELECT h.sku_place_id FROM sku_place h JOIN warehouse w ON w.warehouse_id = h.place_id
    WHERE w.kind <> 'shelf' OR w.parent_id IS NULL OR w.parent_id <> h.warehouse_id
"""
