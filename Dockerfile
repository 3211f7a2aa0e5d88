# One image per service: docker build --build-arg SERVICE=sync-worker .
FROM maven:3-eclipse-temurin-25 AS build
ARG SERVICE
WORKDIR /src
COPY . .
RUN mvn --batch-mode --no-transfer-progress --quiet -Dquick -DskipTests -pl ${SERVICE} -am package \
 && cp ${SERVICE}/target/kalends-${SERVICE}-*-exec.jar /service.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 kalends
USER kalends
COPY --from=build /service.jar /service.jar
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=70", "-jar", "/service.jar"]
