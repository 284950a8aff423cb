#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/qr_code.h"

#include <QRectF>

class QPainter;

namespace portcullis::ui {

// Paints the code, black on white with its light edge, as large as fits into the square.
void paintCode(QPainter& painter, const QRectF& square, const QrCode& code);

// The checkpoint as a page to be kept elsewhere: what it is, size and root to be read aloud, the
// code for a camera, the signed text. `page` is the room, in the painter's units; `dpi` says how
// large they are. Pure but for the painter.
void paintCheckpoint(QPainter& painter,
                     const QRectF& page,
                     qreal dpi,
                     const api::Checkpoint& checkpoint);

} // namespace portcullis::ui
