#pragma once

#include "gateway/api/bundle_verdict.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace portcullis::ui {

class Banner;
class CopyField;

// What came of the check of a bundle: the verdict in a sentence and, unless the bundle is invalid,
// what it shows. Owner: its dialog. GUI thread.
class VerdictView final : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictView(QWidget* parent = nullptr);

    void showVerdict(const api::BundleVerdict& verdict);
    // That there is no verdict, and why.
    void showProblem(const QString& title, const QString& text);
    void clear();

private:
    [[nodiscard]] QLabel* addFact(const QString& caption);
    void showFacts(const api::BundleVerdict& verdict);
    void say(QLabel* fact, const QString& text);

    Banner* m_banner;
    QWidget* m_details;
    QFormLayout* m_facts;
    QLabel* m_log;
    QLabel* m_exported;
    QLabel* m_askedBy;
    QLabel* m_purpose;
    QLabel* m_range;
    QLabel* m_scope;
    QLabel* m_counts;
    QLabel* m_signatures;
    QLabel* m_said;
    CopyField* m_checkpoint;
};

} // namespace portcullis::ui
