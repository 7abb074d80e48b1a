#include "sim/checkers/answers_true.hpp"

namespace callo::sim {

void AnswersTrue::on_answer(const SearchedAnswer& answer) {
  if (truth_ == nullptr) {
    return;
  }
  ++answers_;
  if (const std::string fault = truth_->fault(answer.order, answer.answer); !fault.empty()) {
    violated(answer.time, answer.searcher, "accepted " + fault);
  }
}

std::string AnswersTrue::abstention() const {
  return answers_ == 0 ? "nothing was searched for" : std::string{};
}

}  // namespace callo::sim
