package io.duality.scenarios;

/** A report that computes for ever, and waits for nothing; its twin makes many short ones. */
public final class LongReport implements Situation {
  @Override
  public void open(Stage stage) {
    stage.traced("reporter", "monthly report", stage::work);
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new LongReport());
  }
}
