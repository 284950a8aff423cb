#include "ui/bundle/bundle_reception.h"

#include "ui/bundle/bundle_file.h"
#include "ui/bundle/check_bundle_dialog.h"

#include <QDropEvent>
#include <QMimeData>
#include <QWidget>

namespace portcullis::ui {

BundleReception::BundleReception(api::BundleCheck check, QWidget& window)
    : QObject(&window)
    , m_check(std::move(check))
    , m_window(window)
{
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

CheckBundleDialog& BundleReception::dialog()
{
    if (m_dialog == nullptr) {
        m_dialog = new CheckBundleDialog(m_check, &m_window);
        m_dialog->open();
    }
    return *m_dialog;
}

void BundleReception::askForBundle()
{
    dialog().choose();
}

bool BundleReception::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop) {
        return QObject::eventFilter(watched, event);
    }
    auto* drop = static_cast<QDropEvent*>(event); // the base of both
    if (const auto file = fileIn(*drop->mimeData())) {
        drop->acceptProposedAction();
        if (event->type() == QEvent::Drop) {
            dialog().open(*file);
        }
        return true;
    }
    return false;
}

} // namespace portcullis::ui
