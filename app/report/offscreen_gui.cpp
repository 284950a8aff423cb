#include "app/report/offscreen_gui.h"

#include <QGuiApplication>

#include <array>
#include <string>

namespace portcullis::report {

struct OffscreenGui::Arguments
{
    std::string program = "portcullis";
    std::string option = "-platform";
    std::string platform = "offscreen";
    std::array<char*, 4> texts{program.data(), option.data(), platform.data(), nullptr};
    int count = 3;
};

OffscreenGui::OffscreenGui()
{
    if (QCoreApplication::instance() == nullptr) {
        m_arguments = std::make_unique<Arguments>();
        m_application =
            std::make_unique<QGuiApplication>(m_arguments->count, m_arguments->texts.data());
    }
}

OffscreenGui::~OffscreenGui() = default;

} // namespace portcullis::report
